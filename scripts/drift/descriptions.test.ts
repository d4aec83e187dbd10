import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { listingOf, type OperationListing } from "../../spec/testing/operation-listing.js";
import { readBundle, root } from "../../spec/testing/read-description.js";
import type { Change, ChangeKind } from "./comparison/change.js";
import { compareDescriptions } from "./comparison/compare-descriptions.js";
import type { JsonObject } from "./description/document.js";
import { sentence } from "./report.js";
import { apiVersionsIn, descriptionNames, readSource } from "./sources.js";
import { at, listAt } from "./testing/item-description.js";
import { upstreamDocument } from "./testing/upstream-document.js";

const NAMES = descriptionNames(root);
const LATEST = apiVersionsIn(NAMES).at(-1) ?? "none";
const PAIRS = NAMES.flatMap((older) =>
  NAMES.filter((newer) => newer !== older).map((newer) => [older, newer] as const),
);

async function changesBetween(older: string, newer: string): Promise<Change[]> {
  const read = (name: string) => readSource(name, { root, folder: root });
  return compareDescriptions((await read(older)).description, (await read(newer)).description);
}

describe("compareDescriptions of generated/", () => {
  test.each(NAMES)("finds no difference between %s and itself", async (name) => {
    expect(await changesBetween(name, name)).toEqual([]);
  });

  test.each(PAIRS)("names each operation, parameter and status that only %s or only %s has", async (older, newer) => {
    const changes = await changesBetween(older, newer);
    const [before, after] = [older, newer].map((name) => listingOf(readBundle(name)));
    const missing = differences(before ?? {}, after ?? {}).filter(
      ({ operation, kind, name }) => !changes.some((change) => saysAbout(change, operation, kind, name)),
    );
    expect(missing).toEqual([]);
  });

  test.each(PAIRS)("finds as many differences from %s to %s as back", async (older, newer) => {
    const kinds = async (from: string, to: string) =>
      (await changesBetween(from, to))
        .filter(({ kind }) => kind !== "deprecation")
        .map(({ kind }) => kind)
        .sort();
    expect(await kinds(older, newer)).toEqual(await kinds(newer, older));
  });
});

interface Difference {
  readonly operation: string;
  readonly kind: ChangeKind;
  readonly name: string;
}

function differences(
  before: Record<string, OperationListing>,
  after: Record<string, OperationListing>,
): readonly Difference[] {
  const difference = (kind: ChangeKind, operation: string, name: string): Difference => ({ kind, operation, name });
  return [
    ...onlyInOne(before, after).map((id) => difference("operation", id, "the operation")),
    ...Object.keys(before)
      .filter((id) => after[id] !== undefined)
      .flatMap((id) => [
        ...onlyInOne(before[id]?.parameters, after[id]?.parameters).map((name) =>
          difference("parameter", id, `\`${name}\``),
        ),
        ...onlyInOne(before[id]?.responses, after[id]?.responses).map((status) => difference("status", id, status)),
      ]),
  ];
}

function onlyInOne(before: object = {}, after: object = {}): string[] {
  const [older, newer] = [Object.keys(before), Object.keys(after)];
  return [...older.filter((key) => !newer.includes(key)), ...newer.filter((key) => !older.includes(key))];
}

function saysAbout(change: Change, operation: string, kind: ChangeKind, name: string): boolean {
  const isOperation = change.operation.toLowerCase() === operation.toLowerCase();
  return isOperation && change.kind === kind && sentence(change).includes(name);
}

test.each([
  ["getServiceStatus: the operation succeeds with 204, not 200."],
  ["addConnectionsToGroups: the operation succeeds with 204, not 200."],
  ["removeConnectionsFromGroups: the operation succeeds with 204, not 200."],
  ["sendToAll: the operation succeeds with 204, not 202."],
  ["sendToConnection: the operation succeeds with 204, not 202."],
  ["sendToGroup: the operation succeeds with 204, not 202."],
  ["sendToUser: the operation succeeds with 204, not 202."],
  ["generateClientToken: the query parameter `role` is called `roles` now."],
  ["generateClientToken: the query parameter `group` is called `groups` now."],
  ["generateClientToken: the query parameter `clientType` is called `clientProtocol` now."],
  ["sendToAll: the request body (application/json) changed from any type to string."],
  ["connectionExists: the header `x-ms-error-code` of the response 404 was removed."],
  ["sendToAll: the header `api-supported-versions` of the response 204 was removed."],
  ["sendToAll: the member `code` of the body (application/json) of the response default was removed."],
])("compareDescriptions of the listing of 2025-08-19 › says that it breaks a caller: %s", async (expected) => {
  const changes = await changesBetween(LATEST, "published-2025-08-19");
  expect(changes.filter(({ effect }) => effect === "breaking").map(sentence)).toContain(expected);
});

test.each([
  ["addConnectionToGroup: the operation does not describe the status 404 anymore."],
  ["sendToAll: the operation does not describe the status 400 anymore."],
  ["getServiceStatus: the operation does not describe the status 401 anymore."],
  ["sendToAll: the member `error` of the body (application/json) of the response default was added (optional)."],
  ["connectionExists: the body of the response default gained the media type `application/json`."],
  [
    "listConnectionsInGroup: the member `value[].userId` of the body (application/json) of the response 200 cannot be null anymore.",
  ],
])("compareDescriptions of the listing of 2025-08-19 › says that it does not: %s", async (expected) => {
  const changes = await changesBetween(LATEST, "published-2025-08-19");
  expect(changes.filter(({ effect }) => effect === "compatible").map(sentence)).toContain(expected);
});

/** What differs between our newest description and the document that Azure would publish of it after a change. */
async function changesOfUpstream(change: (document: JsonObject) => void = () => {}): Promise<Change[]> {
  const document = upstreamDocument(readBundle(LATEST) as unknown as JsonObject);
  change(document);
  const folder = await mkdtemp(join(tmpdir(), "upstream-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "webpubsub.json");
  await writeFile(file, JSON.stringify(document));
  return changesBetween(LATEST, file);
}

function upstreamOperation(document: JsonObject, path: string, method: string): JsonObject {
  return at(document, "paths", path, method);
}

describe("compareDescriptions of an upstream Swagger 2.0 document", () => {
  test("finds operations, parameters, headers, limits and credentials as they are", async () => {
    const changes = await changesOfUpstream();
    const found = changes.filter(({ kind }) =>
      ["operation", "parameter", "header", "constraint", "default", "security"].includes(kind),
    );
    expect(found.map(sentence)).toEqual([]);
  });

  test.each([
    [
      "a parameter that became required",
      (document: JsonObject) => {
        const { parameters } = upstreamOperation(document, "/api/hubs/{hub}/users/{userId}/:send", "post");
        Object.assign(at((parameters as JsonObject[]).find(({ name }) => name === "filter")), { required: true });
      },
      ["breaking", "sendToUser: the query parameter `filter` became required."],
    ],
    [
      "a value that was removed",
      (document: JsonObject) => {
        const path = "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}";
        const { parameters } = upstreamOperation(document, path, "put");
        listAt(
          (parameters as JsonObject[]).find(({ name }) => name === "permission"),
          "enum",
        ).pop();
      },
      ["breaking", "grantPermission: the path parameter `permission` lost the value `joinLeaveGroup`."],
    ],
    [
      "a success that became 204",
      (document: JsonObject) => {
        const { responses } = upstreamOperation(document, "/api/hubs/{hub}/:send", "post");
        const { 202: accepted, ...others } = responses as JsonObject;
        upstreamOperation(document, "/api/hubs/{hub}/:send", "post").responses = { 204: accepted, ...others };
      },
      ["breaking", "sendToAll: the operation succeeds with 204, not 202."],
    ],
    [
      "a list that is joined by commas",
      (document: JsonObject) => {
        const { parameters } = upstreamOperation(document, "/api/hubs/{hub}/:closeConnections", "post");
        const excluded = (parameters as JsonObject[]).find(({ name }) => name === "excluded");
        Object.assign(at(excluded), { collectionFormat: "csv" });
      },
      [
        "breaking",
        "closeAllConnections: the query parameter `excluded` is written another way: one parameter, joined by commas, not repeated.",
      ],
    ],
    [
      "an operation that was added",
      (document: JsonObject) => {
        const post = { operationId: "WebPubSub_Ping", parameters: [], responses: { 204: { description: "Done." } } };
        Object.assign(at(document, "paths"), { "/api/hubs/{hub}/:ping": { post } });
      },
      ["compatible", "WebPubSub_Ping: the operation was added (`POST /api/hubs/{hub}/:ping`)."],
    ],
  ])("says only %s beside what Swagger 2.0 cannot say", async (_title, change, expected) => {
    const usual = (await changesOfUpstream()).filter(({ effect }) => effect !== "text").map(sentence);
    const changes = (await changesOfUpstream(change)).filter((each) => each.effect !== "text");
    const more = changes.filter((each) => !usual.includes(sentence(each)));
    // The status in which an unrelated difference is seen moves with the status.
    const found = more.filter(({ status }) => status === undefined).map((each) => [each.effect, sentence(each)]);
    expect(found).toEqual([expected]);
  });
});
