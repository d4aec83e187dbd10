import { describe, expect, test } from "vitest";
import type { Operation } from "../../generated/operation.js";
import { constraintsOf } from "./constraints.js";

/** An operation without constraints, but for what is given. */
function operationOf(given: Partial<Operation>): Operation {
  return {
    method: "POST",
    path: "/a/{b}",
    summary: "",
    tags: [],
    parameters: [],
    requestMediaTypes: [],
    bodyRequired: false,
    idempotent: false,
    respondsWithJson: false,
    tokenRequired: false,
    responses: {},
    ...given,
  };
}

const trials = (operation: Operation) =>
  constraintsOf(operation).flatMap(({ place, trials }) =>
    trials.map(({ side, accepted, change }) => [`${place} ${side}`, accepted, change] as const),
  );

describe("constraintsOf", () => {
  test.for<[keyword: string, schema: object, accepted: unknown[], rejected: unknown[]]>([
    ["type", { type: "integer" }, [], ["one", "1.5"]],
    ["enum", { type: "string", enum: ["a", "b"] }, ["a", "b"], ["ax"]],
    ["minimum", { minimum: 1 }, [1], [0]],
    ["maximum", { maximum: 300 }, [300], [301]],
    ["minLength", { type: "string", minLength: 1 }, ["a"], [""]],
    ["maxLength", { type: "string", maxLength: 3 }, ["aaa"], ["aaaa"]],
    ["pattern", { type: "string", pattern: "^[a-z]+$" }, [], [" "]],
  ])("tries %s of a parameter at its limit and just beyond", ([keyword, schema, accepted, rejected]) => {
    const parameter = { name: "top", in: "query" as const, required: false, schema: { ...schema }, examples: { a: 1 } };
    const [constraint, ...others] = constraintsOf(operationOf({ parameters: [parameter] }));
    expect(others).toEqual([]);
    expect(constraint?.place).toBe(`query top ${keyword}`);
    const values = (isAccepted: boolean) =>
      constraint?.trials
        .filter((trial) => trial.accepted === isAccepted)
        .map(({ change }) => ("parameter" in change ? change.value : undefined));
    expect(values(true)).toEqual(accepted);
    expect(values(false)).toEqual(rejected);
  });

  test("numbers the trials of a side that has several", () => {
    const schema = { type: "string", enum: ["a", "b"] };
    const parameter = { name: "kind", in: "query" as const, required: false, schema, examples: { a: "a" } };
    expect(constraintsOf(operationOf({ parameters: [parameter] }))[0]?.sides).toEqual([
      "accepted 1",
      "accepted 2",
      "refused",
    ]);
  });

  test("tries each known value, and another one that the description does not exclude", () => {
    const kind = {
      name: "kind",
      in: "query" as const,
      required: false,
      schema: { type: "string" },
      examples: { a: "a" },
    };
    const [constraint] = constraintsOf(operationOf({ parameters: [{ ...kind, knownValues: ["a", "b"] }] }));
    expect(constraint?.trials.map(({ side, stated, change }) => [side, stated, change])).toEqual([
      ["accepted 1", true, { parameter: "kind", in: "query", value: "a" }],
      ["accepted 2", true, { parameter: "kind", in: "query", value: "b" }],
      ["refused", false, { parameter: "kind", in: "query", value: "ax" }],
    ]);
  });

  test("leaves out a required query parameter, but no path parameter", () => {
    const [b, c] = [
      { name: "b", in: "path" as const, required: true, schema: {}, examples: { a: "x" } },
      { name: "c", in: "query" as const, required: true, schema: {}, examples: { a: "x" } },
    ];
    expect(trials(operationOf({ parameters: [b, c] }))).toEqual([
      ["query c required refused", false, { without: "c" }],
    ]);
  });

  test("puts an item of an array after a valid one", () => {
    const schema = { type: "array", items: { type: "string", maxLength: 2 } };
    const parameter = { name: "group", in: "query" as const, required: false, schema, examples: { a: ["x", "y"] } };
    expect(trials(operationOf({ parameters: [parameter] }))).toEqual([
      ["query group items maxLength accepted", true, { parameter: "group", in: "query", value: ["x", "aa"] }],
      ["query group items maxLength refused", false, { parameter: "group", in: "query", value: ["x", "aaa"] }],
    ]);
  });

  test("changes one member of a JSON body at a time", () => {
    const schema = {
      type: "object",
      required: ["groups"],
      properties: { groups: { type: "array", items: { type: "string" } } },
    };
    const content = { "application/json": { schema, examples: { a: { groups: ["g"], filter: "f" } } } };
    const bodies = trials(operationOf({ requestBody: { required: true, content } })).map(([name, , change]) => [
      name,
      "body" in change ? change.body : undefined,
    ]);
    expect(bodies).toEqual([
      ["body required refused", "none"],
      ["body not application/xml refused", "hello=1"],
      ["body not application/x-www-form-urlencoded refused", "hello=1"],
      ["body not text/plain refused", "hello=1"],
      ["body not application/octet-stream refused", "hello=1"],
      ["body application/json syntax refused", '{"message": '],
      ["body application/json type refused", "[]"],
      ["body application/json groups required refused", '{"filter":"f"}'],
      ["body application/json groups type refused", '{"groups":{},"filter":"f"}'],
      ["body application/json groups items type refused", '{"groups":[1],"filter":"f"}'],
    ]);
  });

  test("tries a request without the token last", () => {
    expect(trials(operationOf({ tokenRequired: true }))).toEqual([
      ["token required refused", false, { token: "none" }],
    ]);
  });

  test("names the pattern that no sample violates", () => {
    const schema = { type: "string", pattern: ".*" };
    const parameter = { name: "a", in: "query" as const, required: false, schema, examples: { a: "a" } };
    expect(() => constraintsOf(operationOf({ parameters: [parameter] }))).toThrow(
      "No sample in PATTERN_CANDIDATES violates the pattern .*; add one.",
    );
  });
});
