import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestEntry } from "../../conformance/emulator/index.js";
import { latestApiVersion } from "../../generated/versions.js";
import { DOCUMENT_NAMES, readDocument } from "./bundles.js";
import { instructionsFor } from "./guide.js";
import { type Message, startMessageReceiver } from "./message-receiver.js";
import { type Shown, toolsOf } from "./tools.js";
import { Workspace } from "./workspace.js";

/** What the programs of docs/openapi-tools.md send, as a client receives it. */
const MESSAGES = [
  ["json", ["json", { text: "hello" }]],
  ["text", ["text", "hello"]],
  ["bytes", ["binary", "AP8="]],
] as const satisfies readonly (readonly [Shown, Message])[];

const cases = toolsOf("generator").flatMap((tool) =>
  DOCUMENT_NAMES.filter((name) => tool.shows[name] !== undefined).map((name) => [tool.name, name, tool] as const),
);

describe.for(cases)("%s › OpenAPI %s", ([, document, tool]) => {
  const { command, files } = instructionsFor(tool.name);
  const shows = tool.shows[document] ?? [];
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await Workspace.create(tool, readDocument(document), files);
    await workspace.npx(command);
  });
  afterAll(() => workspace?.[Symbol.asyncDispose]());

  test("generates code that compiles under strict, with the program of the guide", async () => {
    expect(shows).toContain("compiles");
    expect(await workspace.compile()).toBe("");
  });

  if (!shows.includes("json")) return;
  test("sends each message of the guide as it is", async () => {
    await using receiver = await startMessageReceiver();
    await workspace.runProgram(receiver.environment);
    const requests = receiver.emulator.log.requests;
    const expected = MESSAGES.filter(([kind]) => shows.includes(kind));
    expect(await receiver.messages()).toEqual(expected.map(([, message]) => message));
    expect(requests.map(outline)).toEqual(expectedRequests(expected.length));
  });
});

const outline = ({ operation, status, parameters }: RequestEntry) => [
  operation,
  status,
  parameters["api-version"],
  parameters.excluded,
];

/** A message to all but two, the change of a group, and the other messages. */
function expectedRequests(messages: number): unknown[] {
  const send = (...excluded: string[]) => ["sendToAll", 202, latestApiVersion, excluded];
  return [
    send("a", "b"),
    ["addConnectionsToGroups", 200, latestApiVersion, undefined],
    ...Array.from({ length: messages - 1 }, () => send()),
  ];
}
