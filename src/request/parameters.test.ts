import { describe, expect, expectTypeOf, test } from "vitest";
import { requests } from "../../generated/index.js";
import { latestApiVersion } from "../../generated/versions.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { pathOf, queryOf } from "./parameters.js";

const VERSION = latestApiVersion;
const membership = requests.removeConnectionFromGroup;

/** The path with `value` as the connection; everything else is valid. */
const pathWith = (connectionId: unknown) => pathOf(membership, { hub: "chat", group: "g", connectionId });

describe("pathOf", () => {
  test("fills in the values", () => {
    expectTypeOf(pathOf).returns.toEqualTypeOf<string>();
    const path = pathOf(membership, { hub: "chat", group: "g", connectionId: "c" });
    expect(path).toBe("/api/hubs/chat/groups/g/connections/c");
  });

  test("returns a path without parameters unchanged", () => {
    expect(pathOf(requests.getServiceStatus)).toBe("/api/health");
  });

  test("treats values that look like placeholders or replacement patterns as text", () => {
    const path = pathOf(membership, { hub: "chat", group: "{connectionId}$&$1", connectionId: "{hub}" });
    expect(path).toBe("/api/hubs/chat/groups/%7BconnectionId%7D%24%26%241/connections/%7Bhub%7D");
  });

  test("ignores values without a parameter", () => {
    expect(pathOf(requests.groupExists, { hub: "chat", group: "g", other: "x" })).toBe("/api/hubs/chat/groups/g");
  });

  test.for([
    ["a/b", "a%2Fb"],
    ["a?b#c", "a%3Fb%23c"],
    ["100%", "100%25"],
    ["%2F", "%252F"],
    ["a+b c", "a%2Bb%20c"],
    ["🦊", "%F0%9F%A6%8A"],
    ["a\r\nb", "a%0D%0Ab"],
    ["a\\b", "a%5Cb"],
    ["a;b:c@d", "a%3Bb%3Ac%40d"],
    ["...", "..."],
    [".a", ".a"],
    ["a..", "a.."],
    ["..%2F..", "..%252F.."],
    [". .", ".%20."],
  ] as const)("encodes the value %j as %s", ([value, encoded]) => {
    expect(pathWith(value)).toBe(`/api/hubs/chat/groups/g/connections/${encoded}`);
  });

  test.for([".", "..", "%2e", "%2E", "%2e%2e", "%2E%2e", ".%2E", "%2e."])("rejects the dot segment %s", (value) => {
    const path = () => pathWith(value);
    expect(path).toThrow(InvalidInputError);
    expect(path).toThrow(
      `The path parameter \`connectionId\` is "${value}": the request would reach another operation.`,
    );
  });

  test.for([[undefined], [null]] as const)("rejects a missing value (%s)", ([value]) => {
    const path = () => pathWith(value);
    expect(path).toThrow(InvalidInputError);
    expect(path).toThrow(
      `Missing path parameter \`connectionId\` of ${membership.path}. Pass it in \`params.path\`, or as an option of a function.`,
    );
  });

  test("rejects a call without values", () => {
    expect(() => pathOf(membership)).toThrow("Missing path parameter `hub`");
  });

  test("rejects an empty value", () => {
    expect(() => pathWith("")).toThrow(InvalidInputError);
    expect(() => pathWith("")).toThrow(
      'The path parameter `connectionId` is "": the request would reach another operation.',
    );
  });

  test.for([
    [5, "5: it must be a string."],
    [["a"], "an array: it must be a string."],
    [{ toString: () => ".." }, "an object: it must be a string."],
    [Object.create(null), "an object: it must be a string."],
    ["\ud83d", '"\\ud83d": it must not contain an unpaired surrogate.'],
  ] as const)("rejects a value that is not a valid string: %s", ([value, problem]) => {
    expect(() => pathWith(value)).toThrow(InvalidInputError);
    expect(() => pathWith(value)).toThrow(`The path parameter \`connectionId\` is ${problem}`);
  });

  test("rejects values that are invalid by the description, and says the rule in words", () => {
    const blank = () => pathOf(requests.groupExists, { hub: "chat", group: "  " });
    expect(blank).toThrow('The path parameter `group` is "  ": it must not be blank or contain line breaks.');
    const hub = () => pathOf(requests.sendToAll, { hub: "my-hub" });
    expect(hub).toThrow(
      'The path parameter `hub` is "my-hub": it must start with a letter and contain only letters, digits, `_`, `` ` ``, `,`, `.`, `[` and `]`.',
    );
  });

  test("accepts a value that is not among the known ones of an open list", () => {
    const values = { hub: "chat", permission: "SendToGroup", connectionId: "c" };
    expect(pathOf(requests.grantPermission, values)).toBe("/api/hubs/chat/permissions/SendToGroup/connections/c");
  });
});

describe("queryOf", () => {
  test("writes the api-version first, then the values in the order given", () => {
    expectTypeOf(queryOf).returns.toEqualTypeOf<string>();
    expect(queryOf(requests.sendToGroup, VERSION)).toBe(`api-version=${latestApiVersion}`);
    const query = queryOf(requests.sendToGroup, VERSION, { messageTtlSeconds: 60, filter: "f", excluded: ["a"] });
    expect(query).toBe(`api-version=${latestApiVersion}&messageTtlSeconds=60&filter=f&excluded=a`);
  });

  test("repeats a parameter for each item of an array, and leaves an empty array out", () => {
    expect(queryOf(requests.sendToAll, VERSION, { excluded: ["a,b", "", "c"] })).toBe(
      `api-version=${latestApiVersion}&excluded=a%2Cb&excluded=&excluded=c`,
    );
    expect(queryOf(requests.sendToAll, VERSION, { excluded: [] })).toBe(`api-version=${latestApiVersion}`);
  });

  test("leaves out undefined and null, but not empty strings or 0", () => {
    const values = { excluded: undefined, filter: null };
    expect(queryOf(requests.sendToAll, VERSION, values)).toBe(`api-version=${latestApiVersion}`);
    expect(queryOf(requests.sendToAll, VERSION, { filter: "", messageTtlSeconds: 0 })).toBe(
      `api-version=${latestApiVersion}&filter=&messageTtlSeconds=0`,
    );
  });

  test("accepts the client's own api-version as a value, and no other", () => {
    expect(queryOf(requests.sendToAll, VERSION, { filter: "f", "api-version": VERSION })).toBe(
      `api-version=${latestApiVersion}&filter=f`,
    );
    for (const other of ["2023-07-01", "", 5, [VERSION]]) {
      const query = () => queryOf(requests.sendToAll, VERSION, { "api-version": other });
      expect(query).toThrow(InvalidInputError);
      expect(query).toThrow("The query parameter `api-version` is ");
    }
  });

  test.for([
    ["an item of an array", requests.sendToAll, { excluded: ["a", 5] }, "`excluded`", "item 2 must be a string"],
    ["a string for an array", requests.sendToAll, { excluded: "a" }, "`excluded`", "it must be an array"],
    [
      "an object without a prototype",
      requests.sendToAll,
      { excluded: Object.create(null) },
      "`excluded`",
      "an object: it must be an array",
    ],
    ["a number for a string", requests.sendToAll, { filter: 5 }, "`filter`", "it must be a string"],
    [
      "a number out of bounds",
      requests.sendToAll,
      { messageTtlSeconds: 301 },
      "`messageTtlSeconds`",
      "it must be at most 300",
    ],
    ["a blank group", requests.generateClientToken, { group: ["g", " "] }, "`group`", "item 2 must not be blank"],
    [
      "an empty target",
      requests.grantPermission,
      { targetName: "" },
      "`targetName`",
      "it must have at least 1 character",
    ],
    ["an unpaired surrogate", requests.sendToAll, { filter: "\ud83d" }, "`filter`", "unpaired surrogate"],
  ] as const)("rejects %s", ([, operation, values, name, rule]) => {
    const query = () => queryOf(operation, VERSION, values);
    expect(query).toThrow(InvalidInputError);
    expect(query).toThrow(`The query parameter ${name} is `);
    expect(query).toThrow(rule);
  });
});

describe("queryOf, for a parameter that the operation does not have", () => {
  test.for([
    [
      "a misspelt name",
      requests.sendToAll,
      { filters: "userId eq 'a'" },
      '"filters"',
      "excluded, filter, messageTtlSeconds",
    ],
    [
      "a name of another operation",
      requests.sendToUser,
      { excluded: ["a"] },
      '"excluded"',
      "filter, messageTtlSeconds",
    ],
    ["another letter case", requests.sendToAll, { Filter: "a" }, '"Filter"', "excluded, filter, messageTtlSeconds"],
    ["a name of Object.prototype", requests.sendToAll, { constructor: "a" }, '"constructor"', "excluded, filter"],
    ["a name of an operation without query", requests.userExists, { filter: "a" }, '"filter"', "none."],
  ] as const)("rejects %s, and says which there are", ([, operation, values, name, names]) => {
    const query = () => queryOf(operation, VERSION, values);
    expect(query).toThrow(InvalidInputError);
    expect(query).toThrow(`${name} is not a query parameter of this operation. It has ${names}`);
  });

  test("says which there are in the api-version of the client", () => {
    const query = () => queryOf(requests.sendToAll, "2021-10-01", { filters: "a" });
    expect(query).toThrow("It has excluded.");
  });

  test.each([
    ["a text", "filter=a"],
    ["URLSearchParams", new URLSearchParams("filter=a")],
    ["a Map", new Map([["filter", "a"]])],
    ["a list", ["a"]],
  ])("rejects %s, whose parameters would be lost", (_title, values) => {
    const query = () => queryOf(requests.sendToAll, VERSION, values as never);
    expect(query).toThrow(new InvalidInputError("`params.query` must be a plain object."));
  });

  test("leaves it out if its value is undefined", () => {
    expect(queryOf(requests.sendToAll, VERSION, { filters: undefined })).toBe(`api-version=${latestApiVersion}`);
  });
});
