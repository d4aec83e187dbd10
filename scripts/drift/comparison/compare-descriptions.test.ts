import { describe, expect, test } from "vitest";
import {
  at,
  changesBetween,
  changesOf,
  type ItemDescription,
  itemDescription,
  listAt,
  operation,
} from "../testing/item-description.js";
import type { Effect } from "./change.js";

type Row = readonly [title: string, change: (description: ItemDescription) => void, effect: Effect, sentence: string];

const OPERATIONS: readonly Row[] = [
  [
    "an operation that is removed",
    ({ paths }) => delete at(paths, "/{hub}/item").delete,
    "breaking",
    "removeItem: the operation was removed.",
  ],
  [
    "an operation that is added",
    ({ paths }) => Object.assign(paths, { "/new": { post: { operationId: "makeItem", responses: {} } } }),
    "compatible",
    "makeItem: the operation was added (`POST /new`).",
  ],
  [
    "an operation that is added without an id, by its route",
    ({ paths }) => Object.assign(paths, { "/new": { post: { responses: {} } } }),
    "compatible",
    "POST /new: the operation was added (`POST /new`).",
  ],
  [
    "an operation with another method",
    ({ paths }) => {
      const { delete: removed, ...item } = at(paths, "/{hub}/item");
      paths["/{hub}/item"] = { ...item, post: removed };
    },
    "breaking",
    "removeItem: the operation moved from `DELETE /{hub}/item` to `POST /{hub}/item`.",
  ],
  [
    "an operation with another id",
    (description) => {
      operation(description, "delete").operationId = "dropItem";
    },
    "breaking",
    "removeItem: the operation is called `dropItem` now, so generated clients rename its function.",
  ],
  [
    "an operation that is added before another, with its id",
    ({ paths }) => {
      const item = at(paths, "/{hub}/item");
      item.post = structuredClone(item.delete);
    },
    "compatible",
    "removeItem: the operation was added (`POST /{hub}/item`).",
  ],
  [
    "an operation that is deprecated",
    (description) => {
      operation(description, "delete").deprecated = true;
    },
    "compatible",
    "removeItem: the operation is deprecated now.",
  ],
  [
    "a text of an operation",
    (description) => {
      operation(description, "get").summary = "Read the item";
    },
    "text",
    "getItem: the operation has another description.",
  ],
  [
    "credentials that are not accepted anymore",
    (description) => {
      at(description, "components", "securitySchemes").other = { type: "http", scheme: "basic" };
      operation(description, "get").security = [{ other: [] }];
    },
    "breaking",
    "getItem: the operation does not accept the query parameter `key` anymore, but HTTP basic authentication.",
  ],
  [
    "credentials that are accepted, too",
    (description) => {
      at(description, "components", "securitySchemes").other = { type: "oauth2", flows: {} };
      operation(description, "get").security = [{ key: [] }, { other: [] }];
    },
    "compatible",
    "getItem: the operation also accepts a bearer token.",
  ],
  [
    "credentials that are required now",
    (description) => {
      operation(description, "delete").security = [{ key: [] }];
    },
    "breaking",
    "removeItem: the operation requires the query parameter `key` now.",
  ],
  [
    "credentials that are not required anymore",
    (description) => {
      operation(description, "get").security = [];
    },
    "compatible",
    "getItem: the operation does not require credentials anymore.",
  ],
];

const PARAMETERS: readonly Row[] = [
  [
    "a parameter that is removed",
    (description) => listAt(operation(description, "get"), "parameters").splice(0, 1),
    "breaking",
    "getItem: the query parameter `size` was removed.",
  ],
  [
    "an optional parameter that is added",
    (description) =>
      listAt(operation(description, "get"), "parameters").push({ name: "sort", in: "query", schema: {} }),
    "compatible",
    "getItem: the query parameter `sort` was added (optional).",
  ],
  [
    "a required parameter that is added",
    (description) =>
      listAt(operation(description, "get"), "parameters").push({ name: "sort", in: "query", required: true }),
    "breaking",
    "getItem: the query parameter `sort` was added (required).",
  ],
  [
    "a parameter that becomes required",
    ({ parts }) => Object.assign(parts.size, { required: true }),
    "breaking",
    "getItem: the query parameter `size` became required.",
  ],
  [
    "a parameter with another name",
    ({ parts }) => Object.assign(parts.size, { name: "length" }),
    "breaking",
    "getItem: the query parameter `size` is called `length` now.",
  ],
  [
    "a parameter that is deprecated",
    ({ parts }) => Object.assign(parts.size, { deprecated: true }),
    "compatible",
    "getItem: the query parameter `size` is deprecated now.",
  ],
  [
    "a list that is written another way",
    ({ parts }) => Object.assign(parts.mark, { explode: false }),
    "breaking",
    "getItem: the query parameter `mark` is written another way: one parameter, joined by commas, not repeated.",
  ],
  [
    "a limit of the values of a list",
    ({ parts }) => Object.assign(parts.mark.schema.items, { maxLength: 4 }),
    "breaking",
    "getItem: each value of the query parameter `mark` has the maximum length `4` now.",
  ],
  [
    "a text of a parameter",
    ({ parts }) => Object.assign(parts.size, { description: "How big." }),
    "text",
    "getItem: the query parameter `size` has another description.",
  ],
];

const BODIES: readonly Row[] = [
  [
    "a request body that is removed",
    (description) => delete operation(description, "put").requestBody,
    "breaking",
    "addItem: the request body was removed.",
  ],
  [
    "a request body that becomes optional",
    (description) => delete at(operation(description, "put"), "requestBody").required,
    "compatible",
    "addItem: the request body became optional.",
  ],
  [
    "an optional request body that is added",
    (description) => {
      operation(description, "delete").requestBody = { content: {} };
    },
    "compatible",
    "removeItem: the request body was added (optional).",
  ],
  [
    "a required request body that is added",
    (description) => {
      operation(description, "delete").requestBody = { required: true, content: {} };
    },
    "breaking",
    "removeItem: the request body was added (required).",
  ],
  [
    "a media type of a request that is added",
    (description) => {
      const body = at(operation(description, "put"), "requestBody");
      body.content = { ...at(body, "content"), "text/plain": {} };
    },
    "compatible",
    "addItem: the request body gained the media type `text/plain`.",
  ],
  [
    "a media type of a response that is removed",
    (description) => {
      at(operation(description, "get"), "responses", 200).content = {};
    },
    "breaking",
    "getItem: the body of the response 200 lost the media type `application/json`.",
  ],
  [
    "a media type of a response that is added",
    (description) => {
      at(operation(description, "get"), "responses", 404).content = { "application/json": {} };
    },
    "compatible",
    "getItem: the body of the response 404 gained the media type `application/json`.",
  ],
];

const RESPONSES: readonly Row[] = [
  [
    "another status of success",
    (description) => {
      operation(description, "delete").responses = { 200: { description: "Done." } };
    },
    "breaking",
    "removeItem: the operation succeeds with 200, not 204.",
  ],
  [
    "a status of success that is added",
    (description) => {
      at(operation(description, "delete"), "responses")[202] = { description: "Accepted." };
    },
    "breaking",
    "removeItem: the operation also returns 202.",
  ],
  [
    "a status of success that is removed",
    (description) => delete at(operation(description, "delete"), "responses")[204],
    "breaking",
    "removeItem: the operation does not describe the status 204 anymore.",
  ],
  [
    "a status of failure that is added",
    (description) => {
      at(operation(description, "delete"), "responses")[409] = { description: "A conflict." };
    },
    "compatible",
    "removeItem: the operation also returns 409.",
  ],
  [
    "a status of failure that is removed",
    (description) => delete at(operation(description, "get"), "responses")[404],
    "compatible",
    "getItem: the operation does not describe the status 404 anymore.",
  ],
  [
    "other statuses that are described",
    (description) => {
      at(operation(description, "get"), "responses").default = { description: "A failure." };
    },
    "compatible",
    "getItem: the operation also returns other statuses.",
  ],
  [
    "a header that is removed",
    (description) => delete at(operation(description, "get"), "responses", 200).headers,
    "breaking",
    "getItem: the header `x-total` of the response 200 was removed.",
  ],
  [
    "a header that is added",
    (description) => {
      at(operation(description, "get"), "responses", 404).headers = { "x-code": { schema: {} } };
    },
    "compatible",
    "getItem: the header `x-code` of the response 404 was added.",
  ],
  [
    "a header that becomes optional",
    ({ parts }) => Object.assign(parts.total, { required: false }),
    "breaking",
    "getItem: the header `x-total` of the response 200 became optional.",
  ],
  [
    "a header with less possible values",
    ({ parts }) => Object.assign(parts.total.schema, { pattern: "^1" }),
    "compatible",
    "getItem: the header `x-total` of the response 200 has the pattern `^1` now.",
  ],
  [
    "a text of a response",
    (description) => {
      at(operation(description, "get"), "responses", 404).description = "None.";
    },
    "text",
    "getItem: the description of the response 404 differs.",
  ],
];

test.each([...OPERATIONS, ...PARAMETERS, ...BODIES, ...RESPONSES])(
  "compareDescriptions › says %s",
  (_title, change, effect, sentence) => {
    expect(changesOf(change)).toEqual([[effect, sentence]]);
  },
);

describe("compareDescriptions", () => {
  test("finds nothing where parameters, bodies and responses are only written in other places", () => {
    const { paths, components, parts, ...document } = itemDescription();
    const { parameters, get, put, delete: removal } = at(paths, "/{hub}/item");
    const [hub] = parameters as unknown[];
    const moved = {
      ...document,
      paths: {
        "/{hub}/item": {
          get: {
            ...(get as object),
            parameters: [{ $ref: "#/components/parameters/trace" }, parts.mark, hub, parts.size],
          },
          put: { ...(put as object), parameters: [hub], requestBody: { $ref: "#/components/requestBodies/item" } },
          delete: { ...(removal as object), parameters: [hub] },
        },
      },
      components: {
        ...components,
        parameters: { trace: { ...parts.trace, name: "x-trace" } },
        requestBodies: { item: { required: true, content: { "application/json": { schema: parts.item } } } },
      },
    };
    expect(changesBetween(itemDescription(), moved)).toEqual([]);
  });

  test("finds an operation again whose id has a prefix and another letter case", () => {
    const changes = changesOf((description) => {
      operation(description, "delete").operationId = "Items_RemoveItem";
    });
    expect(changes).toEqual([]);
  });

  test("does not guess which of two equal parameters was renamed", () => {
    const sort = { name: "sort", in: "query", schema: {} };
    const withParameters = (...parameters: object[]) => {
      const description = itemDescription();
      operation(description, "delete").parameters = parameters;
      return description;
    };
    const [two, one] = [withParameters(sort, { ...sort, name: "order" }), withParameters({ ...sort, name: "by" })];
    expect(changesBetween(two, one)).toEqual([
      ["breaking", "removeItem: the query parameter `sort` was removed."],
      ["breaking", "removeItem: the query parameter `order` was removed."],
      ["compatible", "removeItem: the query parameter `by` was added (optional)."],
    ]);
    expect(changesBetween(one, two)).toEqual([
      ["breaking", "removeItem: the query parameter `by` was removed."],
      ["compatible", "removeItem: the query parameter `sort` was added (optional)."],
      ["compatible", "removeItem: the query parameter `order` was added (optional)."],
    ]);
  });

  test("does not guess which of two statuses of success replaces another", () => {
    const changes = changesOf((description) => {
      operation(description, "delete").responses = { 200: { description: "Done." }, 202: { description: "Accepted." } };
    });
    expect(changes).toEqual([
      ["breaking", "removeItem: the operation does not describe the status 204 anymore."],
      ["breaking", "removeItem: the operation also returns 200."],
      ["breaking", "removeItem: the operation also returns 202."],
    ]);
  });

  test("says that a webhook with another media type breaks the program that handles it", () => {
    const document = (...mediaTypes: string[]) => {
      const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}]));
      const post = { operationId: "onJoin", requestBody: { content }, responses: {} };
      return { openapi: "3.1.0", paths: {}, webhooks: { joined: { post } } };
    };
    expect(changesBetween(document("application/json"), document("application/json", "text/plain"))).toEqual([
      ["breaking", "onJoin: the request body gained the media type `text/plain`."],
    ]);
  });

  test("says that a path parameter with another name changes generated clients only", () => {
    const { paths, ...older } = itemDescription();
    const item = at(paths, "/{hub}/item");
    const newer = {
      ...older,
      paths: { "/{space}/item": { ...item, parameters: [{ ...older.parts.hub, name: "space" }] } },
    };
    const what = "the path parameter `hub` is called `space` now, which changes generated clients, not requests.";
    expect(changesBetween(itemDescription(), newer)).toEqual(
      ["getItem", "addItem", "removeItem"].map((id) => ["breaking", `${id}: ${what}`]),
    );
  });

  test("ignores that each description names its own api-version", () => {
    const withVersion = (version: string) => {
      const description = itemDescription();
      const schema = { type: "string", enum: [version] };
      listAt(description.paths, "/{hub}/item", "parameters").push({ name: "api-version", in: "query", schema });
      return description;
    };
    expect(changesBetween(withVersion("2024-12-01"), withVersion("2025-12-01"))).toEqual([]);
  });

  test("judges a webhook from the side of the program that handles it", () => {
    const document = (schema: object, status: number) => ({
      openapi: "3.1.0",
      paths: {},
      webhooks: {
        joined: {
          post: {
            requestBody: { required: true, content: { "application/json": { schema } } },
            responses: { [status]: { description: "Done." } },
          },
        },
      },
    });
    const older = document({ type: "object", properties: { user: { type: "string" } } }, 200);
    const newer = document(
      { type: "object", properties: { user: { type: ["string", "null"] } }, required: ["user"] },
      204,
    );
    expect(changesBetween(older, newer)).toEqual([
      ["compatible", "POST joined: the member `user` of the request body (application/json) became required."],
      ["breaking", "POST joined: the member `user` of the request body (application/json) can be null now."],
      ["breaking", "POST joined: the operation succeeds with 204, not 200."],
    ]);
  });
});
