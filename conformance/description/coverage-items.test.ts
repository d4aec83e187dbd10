import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.js";
import type { Exchange } from "../wire/exchange.js";
import { describedItems, exercisedByResponse, exercisedItems } from "./coverage-items.js";

const { listConnectionsInGroup, sendToGroup, groupExists } = operations;

const namesOf = (kind: string, items: ReturnType<typeof describedItems>) =>
  items.filter((each) => each.kind === kind).map(({ name }) => name);

function exchangeOf(
  method: string,
  url: string,
  given: { type?: string; sent?: string; status: number; json?: object },
) {
  const { type, sent = "", status, json } = given;
  const exchange: Exchange = {
    request: {
      method,
      url: new URL(`http://a.example${url}`),
      headers: new Headers(type === undefined ? {} : { "content-type": `${type}; charset=utf-8` }),
      body: new TextEncoder().encode(sent),
    },
    response: {
      status,
      headers: new Headers(json === undefined ? {} : { "content-type": "application/json", "x-ms-error-code": "A" }),
      body: new TextEncoder().encode(json === undefined ? "" : JSON.stringify(json)),
    },
  };
  return exchange;
}

describe("describedItems", () => {
  test("starts with the operation, and lists parameters as present and, if optional, as absent", () => {
    const items = describedItems(sendToGroup);
    expect(items[0]).toEqual({ kind: "operations", name: "POST /api/hubs/{hub}/groups/{group}/:send" });
    const parameters = namesOf("parameters", items);
    expect(parameters).toEqual(
      expect.arrayContaining(["path hub present", "query filter present", "query filter absent"]),
    );
    expect(parameters).not.toContain("path hub absent");
  });

  test("lists no media type for HEAD", () => {
    expect(namesOf("media types", describedItems(groupExists))).toEqual([]);
    expect(namesOf("responses", describedItems(groupExists))).toEqual(expect.arrayContaining(["200", "404"]));
  });

  test("names each item once", () => {
    for (const operation of Object.values(operations)) {
      const names = describedItems(operation).map(({ kind, name }) => `${kind}: ${name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("exercisedItems", () => {
  test("returns the items that an accepted request and its response contained", () => {
    const url = "/api/hubs/chat/groups/lobby/:send?api-version=2024-12-01&filter=userId%20eq%20null";
    const items = exercisedItems(sendToGroup, exchangeOf("POST", url, { type: "text/plain", sent: "x", status: 202 }));
    expect(namesOf("operations", items)).toEqual(["POST /api/hubs/{hub}/groups/{group}/:send"]);
    expect(namesOf("parameters", items)).toEqual(
      expect.arrayContaining([
        "path hub present",
        "path group present",
        "query filter present",
        "query excluded absent",
      ]),
    );
    expect(namesOf("media types", items)).toEqual(["request text/plain"]);
    expect(namesOf("responses", items)).toEqual(["202"]);
    expect(namesOf("headers", items)).toEqual([]);
  });

  test("recognizes the examples of the description by their values", () => {
    const examples = Object.entries(sendToGroup.requestBody?.content["text/plain"]?.examples ?? {});
    expect(examples).not.toHaveLength(0);
    for (const [name, value] of examples) {
      const exchange = exchangeOf("POST", "/api/hubs/chat/groups/a/:send", {
        type: "text/plain",
        sent: String(value),
        status: 202,
      });
      expect(namesOf("examples", exercisedItems(sendToGroup, exchange))).toContain(`request text/plain ${name}`);
    }
  });
});

describe("exercisedByResponse", () => {
  test("returns no items of the request", () => {
    const exchange = exchangeOf("GET", "/api/hubs/chat/groups/a/connections", { status: 400, json: { code: "A" } });
    const items = exercisedByResponse(listConnectionsInGroup, exchange);
    expect(namesOf("responses", items)).toEqual(["400"]);
    expect(namesOf("headers", items)).toEqual(["400 x-ms-error-code"]);
    expect(namesOf("media types", items)).toEqual(["response 400 application/json"]);
    expect(namesOf("parameters", items)).toEqual([]);
  });

  test("counts a status that is not described as the default response", () => {
    const exchange = exchangeOf("GET", "/api/hubs/chat/groups/a/connections", { status: 418 });
    expect(namesOf("responses", exercisedByResponse(listConnectionsInGroup, exchange))).toEqual(["default"]);
  });
});
