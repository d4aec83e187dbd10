import { describe, expect, expectTypeOf, test } from "vitest";
import { requests } from "../../generated/2024-12-01/requests.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { pathOf, queryOf } from "./parameters.js";

const VERSION = "2024-12-01";
const membership = requests.removeConnectionFromGroup;

/** The path with `value` as the connection; refused or not, the rest of it is in order. */
const pathWith = (connectionId: unknown) => pathOf(membership, { hub: "chat", group: "g", connectionId });

describe("a path", () => {
  test("has its values filled in", () => {
    expectTypeOf(pathOf).returns.toEqualTypeOf<string>();
    const path = pathOf(membership, { hub: "chat", group: "g", connectionId: "c" });
    expect(path).toBe("/api/hubs/chat/groups/g/connections/c");
  });

  test("without parameters is as it is", () => {
    expect(pathOf(requests.getServiceStatus)).toBe("/api/health");
  });

  test("takes values that look like placeholders or replacement patterns for what they are", () => {
    const path = pathOf(membership, { hub: "chat", group: "{connectionId}$&$1", connectionId: "{hub}" });
    expect(path).toBe("/api/hubs/chat/groups/%7BconnectionId%7D%24%26%241/connections/%7Bhub%7D");
  });

  test("leaves out what it has no place for", () => {
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
  ] as const)("has the value %j as %s", ([value, encoded]) => {
    expect(pathWith(value)).toBe(`/api/hubs/chat/groups/g/connections/${encoded}`);
  });

  test.for([".", "..", "%2e", "%2E", "%2e%2e", "%2E%2e", ".%2E", "%2e."])("refuses the dot segment %s", (value) => {
    const path = () => pathWith(value);
    expect(path).toThrow(InvalidInputError);
    expect(path).toThrow(`The path parameter \`connectionId\` is "${value}": a URL takes it for a step up the path`);
  });

  test.for([[undefined], [null]] as const)("refuses a value that is missing (%s)", ([value]) => {
    const path = () => pathWith(value);
    expect(path).toThrow(InvalidInputError);
    expect(path).toThrow(`${membership.path} needs the path parameter \`connectionId\`.`);
  });

  test("refuses to be without values", () => {
    expect(() => pathOf(membership)).toThrow("needs the path parameter `hub`");
  });

  test("refuses an empty value", () => {
    expect(() => pathWith("")).toThrow(InvalidInputError);
    expect(() => pathWith("")).toThrow("The path parameter `connectionId` is empty");
  });

  test.for([
    [5, "5, which is not a string"],
    [["a"], "an array, which is not a string"],
    [{ toString: () => ".." }, "an object, which is not a string"],
    [Object.create(null), "an object, which is not a string"],
    ["\ud83d", '"\\ud83d", which has half of a surrogate pair'],
  ] as const)("refuses what is no text: %s", ([value, said]) => {
    expect(() => pathWith(value)).toThrow(InvalidInputError);
    expect(() => pathWith(value)).toThrow(`The path parameter \`connectionId\` is ${said}`);
  });

  test("keeps the description's rules on its values", () => {
    const blank = () => pathOf(requests.groupExists, { hub: "chat", group: "  " });
    expect(blank).toThrow('The path parameter `group` is "  ", which does not match');
    const hub = () => pathOf(requests.sendToAll, { hub: "1chat" });
    expect(hub).toThrow('The path parameter `hub` is "1chat", which does not match');
    const permission = () =>
      pathOf(requests.grantPermission, { hub: "chat", permission: "sendToAll", connectionId: "c" });
    expect(permission).toThrow(
      'The path parameter `permission` is "sendToAll", which is none of sendToGroup, joinLeaveGroup.',
    );
  });
});

describe("a query", () => {
  test("has the api-version first, then the values in the order given", () => {
    expectTypeOf(queryOf).returns.toEqualTypeOf<string>();
    expect(queryOf(requests.sendToGroup, VERSION)).toBe("api-version=2024-12-01");
    const query = queryOf(requests.sendToGroup, VERSION, { messageTtlSeconds: 60, filter: "f", excluded: ["a"] });
    expect(query).toBe("api-version=2024-12-01&messageTtlSeconds=60&filter=f&excluded=a");
  });

  test("repeats a parameter for each item of an array, and has none for an empty one", () => {
    expect(queryOf(requests.sendToAll, VERSION, { excluded: ["a,b", "", "c"] })).toBe(
      "api-version=2024-12-01&excluded=a%2Cb&excluded=&excluded=c",
    );
    expect(queryOf(requests.sendToAll, VERSION, { excluded: [] })).toBe("api-version=2024-12-01");
  });

  test("leaves out what is undefined or null, but not what is empty or 0", () => {
    const values = { excluded: undefined, filter: null };
    expect(queryOf(requests.sendToAll, VERSION, values)).toBe("api-version=2024-12-01");
    expect(queryOf(requests.sendToAll, VERSION, { filter: "", messageTtlSeconds: 0 })).toBe(
      "api-version=2024-12-01&filter=&messageTtlSeconds=0",
    );
  });

  test("takes its own api-version once more, but no other", () => {
    expect(queryOf(requests.sendToAll, VERSION, { filter: "f", "api-version": VERSION })).toBe(
      "api-version=2024-12-01&filter=f",
    );
    for (const other of ["2023-07-01", "", 5, [VERSION]]) {
      const query = () => queryOf(requests.sendToAll, VERSION, { "api-version": other });
      expect(query).toThrow(InvalidInputError);
      expect(query).toThrow("The query parameter `api-version` is ");
    }
  });

  test.for([
    ["an array's items", requests.sendToAll, { excluded: ["a", 5] }, "`excluded`", "item, number 2"],
    ["a string for an array", requests.sendToAll, { excluded: "a" }, "`excluded`", "is not an array"],
    ["an object without a prototype", requests.sendToAll, { excluded: Object.create(null) }, "`excluded`", "an object"],
    ["a number for a string", requests.sendToAll, { filter: 5 }, "`filter`", "is not a string"],
    ["bounds", requests.sendToAll, { messageTtlSeconds: 301 }, "`messageTtlSeconds`", "is more than 300"],
    ["an enum", requests.generateClientToken, { clientType: "mqtt" }, "`clientType`", "is none of Default, MQTT"],
    ["a blank group", requests.generateClientToken, { group: ["g", " "] }, "`group`", "item, number 2"],
    ["an empty target", requests.grantPermission, { targetName: "" }, "`targetName`", "is shorter than 1 character"],
    ["a surrogate", requests.sendToAll, { filter: "\ud83d" }, "`filter`", "half of a surrogate pair"],
  ] as const)("keeps the description's rules: %s", ([, shape, values, name, rule]) => {
    const query = () => queryOf(shape, VERSION, values);
    expect(query).toThrow(InvalidInputError);
    expect(query).toThrow(`The query parameter ${name} is `);
    expect(query).toThrow(rule);
  });
});

describe("a query parameter that the description does not have", () => {
  test("goes as the caller's own, with its name encoded too", () => {
    const values = { "a b&": "c d&", on: true, ratio: 0.5, list: ["x", 1, false] };
    expect(queryOf(requests.sendToAll, VERSION, values)).toBe(
      "api-version=2024-12-01&a%20b%26=c%20d%26&on=true&ratio=0.5&list=x&list=1&list=false",
    );
  });

  test.for([
    ["an object", { a: 1 }],
    ["an object without a prototype", Object.create(null)],
    ["a nested array", [["a"]]],
    ["null in an array", [null]],
    ["undefined in an array", [undefined]],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["half of a surrogate pair", "\ud83d"],
    ["a bigint", 1n],
    ["a function", () => "a"],
  ] as const)("is refused when it is %s", ([, value]) => {
    const query = () => queryOf(requests.sendToAll, VERSION, { own: value });
    expect(query).toThrow(InvalidInputError);
    expect(query).toThrow("The query parameter `own` has the value ");
    expect(query).toThrow("which has no form in a URL");
  });
});
