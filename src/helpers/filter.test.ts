import { once } from "node:events";
import fc from "fast-check";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { parseFilter } from "../../conformance/emulator/filter/index.js";
import { startEmulator } from "../../conformance/emulator/index.js";
import { createClient } from "../client/client.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type FilterValue, filter } from "./filter.js";

/** Any text, with a high share of what means something in a filter; unpaired surrogates too. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", "''", "\\", "\\'", "%27", "\0", " or ", " eq ", "null", "(", ")", ",", "\n", "\u2019"),
      fc.string({ unit: "binary" }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));
const integers = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** Whether the emulator's parser says that the filter selects a connection. */
function selects(expression: string, userId: string | null, groups: readonly string[] = []): boolean {
  return parseFilter(expression).matches({ userId, connectionId: "c", groups: new Set(groups), protocol: null });
}

describe("filter", () => {
  test.for([
    ["a string", filter`userId eq ${"alice"}`, "userId eq 'alice'"],
    ["a string with quotes", filter`userId eq ${"O'Hara ''"}`, "userId eq 'O''Hara '''''"],
    ["an empty string", filter`userId eq ${""}`, "userId eq ''"],
    ["integers", filter`length(userId) gt ${5}`, "length(userId) gt 5"],
    ["the largest integers", filter`${-(2 ** 31)} lt ${2 ** 31 - 1}`, "-2147483648 lt 2147483647"],
    ["-0", filter`length(userId) eq ${-0}`, "length(userId) eq 0"],
    ["booleans", filter`${true} or ${false}`, "true or false"],
    ["null", filter`userId ne ${null}`, "userId ne null"],
    ["a list", filter`userId in ${["a", "b'c", null]}`, "userId in ('a','b''c',null)"],
    ["a list of numbers", filter`length(userId) in ${[1, 2]}`, "length(userId) in (1,2)"],
    ["values in parentheses", filter`contains(userId,${"a"}) and (${1} eq 1)`, "contains(userId,'a') and (1 eq 1)"],
    ["a value in the caller's own list", filter`userId in (${"a"},${"b"})`, "userId in ('a','b')"],
    ["values at both ends", filter`${"a"} in groups or userId eq ${"b"}`, "'a' in groups or userId eq 'b'"],
    ["values on lines of their own", filter`userId eq\n${"a"}\nor true`, "userId eq\n'a'\nor true"],
    ["a value after quotes", filter`'it''s' eq userId or userId eq ${"b"}`, "'it''s' eq userId or userId eq 'b'"],
    ["no value", filter`userId ne null`, "userId ne null"],
  ] as const)("writes %s", ([, written, expected]) => {
    expect(written).toBe(expected);
    // The parser rejects what the filter language does not have.
    expect(parseFilter(written).matches).toBeTypeOf("function");
  });

  test("writes any string so that it selects the connection of that user and no other", () => {
    fc.assert(
      fc.property(texts, texts, (userId, other) => {
        const expression = filter`userId eq ${userId}`;
        expect(selects(expression, userId)).toBe(true);
        expect(selects(expression, other)).toBe(other === userId);
        expect(selects(expression, null)).toBe(false);
      }),
    );
  });

  test("writes any strings and numbers without changing the text around them", () => {
    fc.assert(
      fc.property(texts, texts, integers, (userId, group, number) => {
        const expression = filter`(userId eq ${userId} and ${group} in groups) and length(userId) ne ${number}`;
        const expected = userId.length !== number;
        expect(selects(expression, userId, [group])).toBe(expected);
        expect(selects(expression, userId, [`${group}'`])).toBe(false);
        expect(selects(expression, `${userId}'`, [group])).toBe(false);
      }),
    );
  });

  test("writes any list so that it selects the connections of these users", () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), texts, (users, other) => {
        const expression = filter`userId in ${users}`;
        for (const userId of users) expect(selects(expression, userId)).toBe(true);
        expect(selects(expression, other)).toBe(users.includes(other));
      }),
    );
  });
});

describe("filter, sent to the emulator", () => {
  const users = [
    "alice",
    "o'hara",
    "' or true or '",
    "''",
    "\\'",
    "%27",
    "ü🦊\u2019",
    "null",
    " alice ",
    "a+b&c=d#",
    "\n'\n",
  ];

  test.for(users)("selects the connection of the user %j and no other", async (userId) => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.close());
    const client = createClient(emulator.connectionString);
    onTestFinished(() => client.close());
    const received = new Map<string, Promise<string[]>>();
    for (const each of users) {
      const socket = new WebSocket(emulator.clientUrl("chat", { userId: each }));
      onTestFinished(() => socket.terminate());
      received.set(each, untilBarrier(socket));
      await once(socket, "open");
    }
    const path = { hub: "chat" };
    const selected = filter`userId eq ${userId}`;
    await client.POST("/api/hubs/{hub}/:send", { params: { path, query: { filter: selected } }, body: { to: userId } });
    await client.POST("/api/hubs/{hub}/:addToGroups", { params: { path }, body: { groups: ["g"], filter: selected } });
    const inGroup = filter`${"g"} in groups`;
    await client.POST("/api/hubs/{hub}/:send", {
      params: { path, query: { filter: inGroup } },
      body: ["in the group"],
    });
    await client.POST("/api/hubs/{hub}/:send", { params: { path }, body: "barrier", headers: TEXT });
    for (const each of users) {
      const expected = each === userId ? [JSON.stringify({ to: userId }), '["in the group"]'] : [];
      expect(await received.get(each)).toEqual(expected);
    }
  });

  const TEXT = { "Content-Type": "text/plain" } as const;

  /** The messages before the text `barrier`. */
  function untilBarrier(socket: WebSocket): Promise<string[]> {
    const messages: string[] = [];
    return new Promise((resolve, reject) => {
      socket.on("message", (data) => {
        if (String(data) === "barrier") resolve(messages);
        else messages.push(String(data));
      });
      socket.on("error", reject);
    });
  }
});

describe("filter, for a value that has no literal", () => {
  const wrong = (value: unknown) => () => filter`userId ne ${"a"} and userId eq ${value as FilterValue}`;

  test.for([
    ["undefined", undefined, "undefined"],
    ["an object", { a: 1 }, "an object"],
    ["an object without a prototype", Object.create(null), "an object"],
    ["a date", new Date(0), "a date"],
    ["NaN", Number.NaN, "NaN"],
    ["infinity", Number.POSITIVE_INFINITY, "Infinity"],
    ["a fraction", 1.5, "1.5"],
    ["a number that is too large", 2 ** 31, "2147483648"],
    ["a number that is too small", -(2 ** 31) - 1, "-2147483649"],
    ["a bigint", 5n, "5n"],
    ["a symbol", Symbol("a"), "Symbol(a)"],
    ["a function", () => "secret", "a function"],
    ["a string object", new String("a"), "an object"],
  ] as const)("rejects %s and names its place", ([, value, named]) => {
    expect(wrong(value)).toThrow(InvalidInputError);
    expect(wrong(value)).toThrow(
      `Value 2 of the filter is ${named}; filters have strings, integers from -2147483648 to 2147483647, booleans, null and lists of these. Convert it.`,
    );
    expect(wrong(["a", value])).toThrow(`Item 2 of value 2 of the filter is ${named};`);
  });

  test("rejects a list in a list, and a hole", () => {
    expect(wrong([["a"]])).toThrow("Item 1 of value 2 of the filter is an array;");
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    expect(wrong(["a", , "b"])).toThrow("Item 2 of value 2 of the filter is undefined;");
  });

  test("rejects an empty list", () => {
    expect(wrong([])).toThrow(InvalidInputError);
    expect(wrong([])).toThrow(
      "Value 2 of the filter is an empty list, which the filter language does not allow. Leave the clause out, or write `false`.",
    );
  });

  test("rejects unsupported values at compile time", () => {
    expectTypeOf(filter).returns.toEqualTypeOf<string>();
    // @ts-expect-error: undefined has no literal.
    expect(() => filter`userId eq ${undefined}`).toThrow(InvalidInputError);
    // @ts-expect-error: an object has no literal.
    expect(() => filter`userId eq ${{ name: "alice" }}`).toThrow(InvalidInputError);
    // @ts-expect-error: a date has no literal.
    expect(() => filter`userId eq ${new Date()}`).toThrow(InvalidInputError);
    // @ts-expect-error: a list must not contain lists.
    expect(() => filter`userId in ${[["alice"]]}`).toThrow(InvalidInputError);
    // @ts-expect-error: it is a template tag.
    expect(() => filter("userId eq 'alice'")).toThrow(InvalidInputError);
    const users: readonly string[] = ["alice"];
    expect(filter`userId in ${users}`).toBe("userId in ('alice')");
  });
});

describe("filter, for a value in the wrong place", () => {
  const name = "x' or true or userId eq 'y";

  test.for([
    ["in quotes", () => filter`userId eq '${name}'`],
    ["in quotes, after text", () => filter`startswith(userId, 'user-${name}')`],
    ["in quotes, after quotes", () => filter`userId ne 'it''s' and userId eq '${name}'`],
    ["in quotes, after a quote that is part of the text", () => filter`userId eq 'it''${name}'`],
    ["in quotes, after another value", () => filter`userId ne ${name} and userId eq '${name}'`],
  ] as const)("rejects a value %s", ([, write]) => {
    expect(write).toThrow(InvalidInputError);
    expect(write).toThrow(/^Remove the quotes around value [12] of the filter \(.*\): `filter` adds them\.$/);
  });

  test.for([
    ["after a quote", () => filter`userId eq 'a'${name}`],
    ["before a quote", () => filter`userId eq ${name}'a'`],
    ["after another value", () => filter`userId eq ${name}${name}`],
    ["after a number", () => filter`length(userId) eq 1${2}`],
    ["before a number", () => filter`length(userId) eq ${2}1`],
    ["after a word", () => filter`userId eq${name}`],
    ["after a sign", () => filter`length(userId) eq -${5}`],
    ["before a word", () => filter`${true}or true`],
  ] as const)("rejects a value %s", ([, write]) => {
    expect(write).toThrow(InvalidInputError);
    expect(write).toThrow(
      /^Separate value [12] of the filter \(.*\) from its neighbours by a space, a parenthesis or a comma\.$/,
    );
  });

  test("rejects a template with an invalid escape", () => {
    const write = () => filter`userId eq \u{xyz} ${name}`;
    expect(write).toThrow("Invalid escape in the filter template. Write \\\\ for a backslash.");
  });
});
