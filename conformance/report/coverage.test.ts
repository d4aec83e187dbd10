import { describe, expect, test } from "vitest";
import { descriptions } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import { describedItems } from "../description/coverage-items.js";
import { CoverageCounter, type CoverageSettings } from "./coverage.js";

const mock = { isMock: true, uncovered: [] };
const operations = Object.entries(descriptions["2024-12-01"]);

/** The coverage of a run that exercised every item, except those of the filter. */
function coverageWithout(
  isLeftOut: (operation: string, name: string) => boolean,
  settings: CoverageSettings = mock,
): ReturnType<CoverageCounter["count"]> {
  const counter = new CoverageCounter("2024-12-01", settings);
  for (const [id, operation] of operations) {
    const exercised = describedItems(operation).filter(({ name }) => !isLeftOut(id, name));
    counter.add(id, exercised, []);
  }
  return counter.count();
}

const isFilterOfGroup = (operation: string, name: string) =>
  operation === "sendToGroup" && name === "query filter present";
const filterOfGroup = { operation: "sendToGroup", kind: "parameters", name: "query filter present" };

describe("CoverageCounter", () => {
  test("reports nothing missing when every item is exercised", () => {
    const { missing, total } = coverageWithout(() => false);
    expect(missing).toEqual([]);
    expect(total.operations).toEqual({ described: 25, exercised: 25 });
  });

  test("reports an item as missing that no case exercised", () => {
    expect(coverageWithout(isFilterOfGroup).missing).toEqual([filterOfGroup]);
  });

  test("reports undecidable items as neither missing nor exercised", () => {
    const counter = new CoverageCounter("2024-12-01", mock);
    for (const [id, operation] of operations) {
      const [first, ...others] = describedItems(operation);
      counter.add(id, others, first === undefined ? [] : [first]);
    }
    const { missing, undecidable, total } = counter.count();
    expect(missing).toEqual([]);
    expect(undecidable).toHaveLength(25);
    expect(total.operations).toEqual({ described: 25, exercised: 0 });
  });

  test("reports examples of responses as undecidable on a server, and as missing on a mock", () => {
    const isExample = (_: string, name: string) => name.startsWith("response 200 application/json ");
    const onMock = coverageWithout(isExample);
    const onServer = coverageWithout(isExample, { isMock: false, uncovered: [] });
    expect(onServer.missing).toEqual([]);
    expect(onServer.undecidable).toEqual(onMock.missing);
    expect(onServer.undecidable).toHaveLength(4);
  });

  test("reports an excluded item with its reason, or as unexpectedly exercised", () => {
    const uncovered = [{ operation: "sendToGroup", item: "parameters: query filter present", reason: "It has none." }];
    const settings = { isMock: true, uncovered };
    expect(coverageWithout(isFilterOfGroup, settings)).toMatchObject({
      missing: [],
      excluded: [{ ...filterOfGroup, reason: "It has none." }],
      unexpectedlyExercised: [],
    });
    expect(coverageWithout(() => false, settings)).toMatchObject({
      excluded: [],
      unexpectedlyExercised: [filterOfGroup],
    });
  });
});

describe("conformanceCases", () => {
  test("decides every constraint of the description", () => {
    const decided = new Set(
      conformanceCases("2024-12-01").flatMap(({ operation, decides = [] }) =>
        decides.map(({ name }) => `${operation} ${name}`),
      ),
    );
    const constraints = operations.flatMap(([id, operation]) =>
      describedItems(operation)
        .filter(({ kind }) => kind === "constraints")
        .map(({ name }) => `${id} ${name}`),
    );
    expect(constraints).not.toEqual([]);
    expect(constraints.filter((each) => !decided.has(each))).toEqual([]);
  });
});
