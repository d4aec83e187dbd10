import { describe, expect, test } from "vitest";
import type { JsonObject } from "../description/document.js";
import { at, changesOf } from "../testing/item-description.js";
import type { Effect } from "./change.js";

const BODY = "the request body (application/json)";
const RESPONSE = "the body (application/json) of the response 200";

type Row = readonly [
  title: string,
  change: (item: JsonObject, members: JsonObject) => void,
  subject: string,
  what: string,
  sent: Effect,
  received: Effect,
];

const member = (members: JsonObject, name: string) => at(members, name);

/** `addItem` sends the schema that changes, and `getItem` receives it. */
const ROWS: readonly Row[] = [
  [
    "an optional member that is added",
    (_, members) => Object.assign(members, { extra: { type: "string" } }),
    "the member `extra` of",
    "was added (optional)",
    "compatible",
    "compatible",
  ],
  [
    "a required member that is added",
    (item, members) => {
      Object.assign(members, { extra: { type: "string" } });
      item.required = ["name", "extra"];
    },
    "the member `extra` of",
    "was added (required)",
    "breaking",
    "compatible",
  ],
  [
    "a member that is removed",
    (_, members) => delete members.kind,
    "the member `kind` of",
    "was removed",
    "breaking",
    "breaking",
  ],
  [
    "a member that becomes required",
    (item) => {
      item.required = ["name", "size"];
    },
    "the member `size` of",
    "became required",
    "breaking",
    "compatible",
  ],
  [
    "a member that becomes optional",
    (item) => delete item.required,
    "the member `name` of",
    "became optional",
    "compatible",
    "breaking",
  ],
  [
    "members without a description that are not allowed anymore",
    (item) => {
      item.additionalProperties = false;
    },
    "",
    "does not take members that are not described anymore",
    "breaking",
    "compatible",
  ],
  [
    "a member that can be null",
    (_, members) => {
      member(members, "size").type = ["integer", "null"];
    },
    "the member `size` of",
    "can be null now",
    "compatible",
    "breaking",
  ],
  [
    "a member that cannot be null anymore",
    (_, members) => {
      members.parent = { $ref: "#/components/schemas/Item" };
    },
    "the member `parent` of",
    "cannot be null anymore",
    "breaking",
    "compatible",
  ],
  [
    "a type that becomes wider",
    (_, members) => {
      member(members, "size").type = "number";
    },
    "the member `size` of",
    "changed from integer to number",
    "compatible",
    "breaking",
  ],
  [
    "a type that becomes narrower",
    (_, members) => {
      members.size = { ...member(members, "size"), type: "string" };
    },
    "the member `size` of",
    "changed from integer to string",
    "breaking",
    "breaking",
  ],
  [
    "a minimum that rises",
    (_, members) => {
      member(members, "size").minimum = 2;
    },
    "the member `size` of",
    "has the minimum `2`, not `1`",
    "breaking",
    "compatible",
  ],
  [
    "a minimum within int32",
    (_, members) => {
      members.count = { type: "integer", format: "int32", minimum: 1 };
    },
    "the member `count` of",
    "has the minimum `1` now",
    "breaking",
    "compatible",
  ],
  [
    "a maximum that rises",
    (_, members) => {
      member(members, "size").maximum = 6;
    },
    "the member `size` of",
    "has the maximum `6`, not `5`",
    "compatible",
    "breaking",
  ],
  [
    "a maximum that goes",
    (_, members) => delete member(members, "size").maximum,
    "the member `size` of",
    "lost the maximum `5`",
    "compatible",
    "breaking",
  ],
  [
    "a minimum length that goes",
    (_, members) => delete member(members, "name").minLength,
    "the member `name` of",
    "lost the minimum length `2`",
    "compatible",
    "breaking",
  ],
  [
    "a maximum number of items that falls",
    (_, members) => {
      member(members, "marks").maxItems = 2;
    },
    "the member `marks` of",
    "has the maximum number of items `2`, not `3`",
    "breaking",
    "compatible",
  ],
  [
    "a pattern that goes",
    (_, members) => delete member(members, "name").pattern,
    "the member `name` of",
    "lost the pattern `^a`",
    "compatible",
    "breaking",
  ],
  [
    "a pattern that changes, which can allow less or more",
    (_, members) => {
      member(members, "name").pattern = "^b";
    },
    "the member `name` of",
    "has the pattern `^b`, not `^a`",
    "breaking",
    "breaking",
  ],
  [
    "a format that is added",
    (_, members) => {
      member(members, "name").format = "uri";
    },
    "the member `name` of",
    "has the format `uri` now",
    "breaking",
    "compatible",
  ],
  [
    "a format of items that goes",
    (_, members) => delete at(members, "marks", "items").format,
    "the member `marks[]` of",
    "lost the format `uuid`",
    "compatible",
    "breaking",
  ],
  [
    "a value that is removed",
    (_, members) => {
      member(members, "kind").enum = ["big"];
    },
    "the member `kind` of",
    "lost the value `small`",
    "breaking",
    "compatible",
  ],
  [
    "a value that is added",
    (_, members) => {
      member(members, "kind").enum = ["big", "small", "tiny"];
    },
    "the member `kind` of",
    "gained the value `tiny`",
    "compatible",
    "breaking",
  ],
  [
    "values that are listed now",
    (_, members) => {
      member(members, "name").enum = ["ab", "ac"];
    },
    "the member `name` of",
    "takes only `ab` or `ac` now",
    "breaking",
    "compatible",
  ],
  [
    "a list of values that becomes open",
    (_, members) => {
      members.kind = { anyOf: [{ type: "string", enum: ["big", "small"] }, { type: "string" }] };
    },
    "the member `kind` of",
    "can have values other than `big` and `small` now",
    "compatible",
    "breaking",
  ],
  [
    "a default that changes",
    (_, members) => {
      member(members, "name").default = "ac";
    },
    "the member `name` of",
    "has the default `ac`, not `ab`",
    "breaking",
    "compatible",
  ],
  [
    "a default that goes",
    (_, members) => delete member(members, "name").default,
    "the member `name` of",
    "lost the default `ab`",
    "compatible",
    "compatible",
  ],
  [
    "alternatives that are added",
    (_, members) => {
      member(members, "name").anyOf = [{ pattern: "b$" }, { pattern: "c$" }];
    },
    "the member `name` of",
    "has 2 alternative forms, not a single form",
    "breaking",
    "compatible",
  ],
  [
    "a keyword that cannot be judged",
    (_, members) => {
      member(members, "name").not = { const: "ax" };
    },
    "the member `name` of",
    "has another schema: `not` was added, which cannot be judged",
    "breaking",
    "breaking",
  ],
  [
    "a description",
    (_, members) => {
      member(members, "size").description = "How big it is.";
    },
    "the member `size` of",
    "has another description",
    "text",
    "text",
  ],
];

describe.each(ROWS)("compareSchemas › says %s", (_title, change, subject, what, sent, received) => {
  const changes = changesOf(({ parts }) => change(parts.item, parts.item.properties));
  const named = (place: string) => `${subject} ${place} ${what}.`.trimStart();

  test("in what a caller sends", () => {
    expect(changes.filter(([, sentence]) => sentence.startsWith("addItem"))).toEqual([
      [sent, `addItem: ${named(BODY)}`],
    ]);
  });

  test("in what a caller receives", () => {
    expect(changes.filter(([, sentence]) => sentence.startsWith("getItem"))).toEqual([
      [received, `getItem: ${named(RESPONSE)}`],
    ]);
  });
});

test("compareSchemas › says once what changed in a schema that contains itself", () => {
  const changes = changesOf(({ parts }) => Object.assign(parts.item.properties, { extra: { type: "string" } }));
  expect(changes).toEqual([
    [
      "compatible",
      "getItem: the member `extra` of the body (application/json) of the response 200 was added (optional).",
    ],
    ["compatible", "addItem: the member `extra` of the request body (application/json) was added (optional)."],
  ]);
});
