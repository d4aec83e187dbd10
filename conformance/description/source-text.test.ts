import { expect, test } from "vitest";
import { conformanceCases } from "../cases/index.js";
import { DESCRIPTION_NAMES, pointer } from "./documents.js";
import { sourceText } from "./source-text.js";

const send = ["paths", "/api/hubs/{hub}/groups/{group}/:send", "post"];

test("says what the description says of an operation, a parameter, a response and a body", () => {
  const said = (...steps: string[]) => sourceText("2024-12-01", pointer(...send, ...steps));
  expect(said()).toMatch(/^sendToGroup: Sends the message to every connection in the group/);
  expect(said("parameters", "2")).toMatch(/^query parameter excluded: The ids of connections to skip/);
  expect(said("responses", "202")).toMatch(/^response 202: Accepted, even if no client receives it/);
  expect(said("requestBody")).toMatch(/^request body: The message is the whole body/);
});

test("says for an entry of the ledger what is said of each place that it decides", () => {
  expect(sourceText("2024-12-01", "E04")).toMatch(/^response \w+: Success, even if there was nothing to close/);
  const lines = sourceText("2024-12-01", "E02")?.split("\n") ?? [];
  expect(lines.map((line) => line.split(":")[0])).toEqual(
    expect.arrayContaining(["addConnectionsToGroups", "removeConnectionsFromGroups"]),
  );
});

test("says nothing of what the description does not have", () => {
  expect(sourceText("2024-12-01", "E9999")).toBeUndefined();
  expect(sourceText("2024-12-01", "#/paths/nowhere/get")).toBeUndefined();
});

test("has words for the source of every case that points into the description", () => {
  for (const description of DESCRIPTION_NAMES) {
    const sources = new Set(conformanceCases(description).map(({ source }) => source));
    const silent = [...sources].filter((source) => sourceText(description, source) === undefined);
    expect(silent.filter((source) => source.startsWith("#"))).toEqual([]);
  }
});
