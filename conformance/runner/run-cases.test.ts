import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { DescriptionName } from "../../generated/descriptions.js";
import { SERVER_CAPABILITIES, type Target } from "../targets/target.js";
import type { CaseOutcome, CollectingReporter } from "./collecting-reporter.js";
import { runCases } from "./run-cases.js";

/** The packages are not built where their sources are tested. */
const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const SOURCES = {
  resolve: {
    alias: {
      "webpubsub-fetch": source("index.ts"),
      "#sign": source("auth/sign.node.ts"),
      "#transport": source("transport/platform.node.ts"),
    },
  },
};

/** Cases that every target with the capability `validation` can decide, and one that needs a server with state. */
const STATELESS = "send-to-all/path-hub-maxLength/refused";
const ALSO_STATELESS = "send-to-all/path-hub-minLength/refused";
const STATEFUL = "user-exists/unknown-user";

const FAULTY: DescriptionName = "2024-12-01";
const EMULATOR: DescriptionName = "2023-07-01";
const UNREACHABLE: DescriptionName = "published-2025-08-19";

describe("runCases", () => {
  let reporter: CollectingReporter;
  let unreachable: Target;
  const outcomeOf = (description: DescriptionName, id: string) =>
    reporter.outcomes.find((each) => each.description === description && each.id === id) as CaseOutcome;

  beforeAll(async () => {
    const server = createServer((_, response) => response.writeHead(503).end()).listen(0, "127.0.0.1");
    const closed = createServer().listen(0, "127.0.0.1");
    await Promise.all([once(server, "listening"), once(closed, "listening")]);
    const [endpoint = "", closedEndpoint = ""] = [server, closed].map(
      (each) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`,
    );
    await new Promise((done) => closed.close(done));
    const faulty: Target = { name: "faulty", endpoint, accessKey: "k".repeat(32), capabilities: ["validation"] };
    unreachable = { ...faulty, endpoint: closedEndpoint, capabilities: SERVER_CAPABILITIES };
    reporter = await runCases(
      {
        targets: [
          [FAULTY, faulty],
          [EMULATOR, null],
          [UNREACHABLE, unreachable],
        ],
        selectedIds: [STATELESS, ALSO_STATELESS, STATEFUL],
        driver: "client",
        keepTranscripts: true,
        threads: 1,
        total: 8,
        concurrency: 2,
        progress: { write: () => true },
      },
      SOURCES,
    );
    server.close();
  }, 120_000);

  test("runs the selected cases of each description, without errors outside a case", () => {
    const ran = reporter.outcomes.map(({ description, id }) => `${description} ${id}`);
    // Not every description has the operation of the third case.
    expect(ran.sort()).toEqual(
      [
        ...[FAULTY, EMULATOR, UNREACHABLE].flatMap((each) => [`${each} ${STATELESS}`, `${each} ${ALSO_STATELESS}`]),
        ...[FAULTY, EMULATOR].map((each) => `${each} ${STATEFUL}`),
      ].sort(),
    );
    expect(reporter.faults).toEqual([]);
  });

  test("collects what a passed case exercised and its transcript, on an emulator of the thread", () => {
    const { status, coverageItems, transcript } = outcomeOf(EMULATOR, STATELESS);
    expect(status).toBe("passed");
    expect(coverageItems).toContainEqual({ kind: "responses", name: "400" });
    expect(transcript).toMatchObject([{ kind: "exchange", response: { status: 400 } }]);
    expect(outcomeOf(EMULATOR, STATEFUL).status).toBe("passed");
  });

  test("collects the difference and the bug report of a failed case", () => {
    const { status, reason = "", report = "", transcript } = outcomeOf(FAULTY, STATELESS);
    expect(status).toBe("failed");
    expect(reason).toMatch(/503/);
    expect(report.split("\n")[0]).toBe(reason);
    expect(report).toContain(`(${STATELESS})`);
    expect(report).toMatch(/^curl --request POST /m);
    expect(transcript).toMatchObject([{ response: { status: 503 } }]);
  });

  test("says what the target of an undecidable case has not", () => {
    expect(outcomeOf(FAULTY, STATEFUL)).toMatchObject({
      status: "undecidable",
      reason: expect.stringMatching(/^the target has no state/) as string,
      transcript: [],
    });
  });

  test("runs no further case against a target that cannot be reached", () => {
    const reason = `Could not connect to ${unreachable.endpoint} (ECONNREFUSED).`;
    expect(outcomeOf(UNREACHABLE, STATELESS)).toMatchObject({ status: "could not run", reason });
    expect(outcomeOf(UNREACHABLE, ALSO_STATELESS)).toMatchObject({ status: "could not run", reason });
  });
});
