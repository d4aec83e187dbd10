import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
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

/** Cases that every target with the capability `validation` can decide. */
const STATELESS = "send-to-all/path-hub-maxLength/refused";
const ALSO_STATELESS = "send-to-all/path-hub-minLength/refused";
/** A case that needs a target without other users, and one that needs a server with state. */
const EXCLUSIVE = "send-to-all/path-hub-maxLength/accepted";
const STATEFUL = "user-exists/unknown-user";

const FAULTY: DescriptionName = "2024-12-01";
const EMULATOR: DescriptionName = "2023-07-01";
const UNREACHABLE: DescriptionName = "published-2025-08-19";

describe("runCases", () => {
  let reporter: CollectingReporter;
  let unreachable: Target;
  let connectionCount = 0;
  const outcomeOf = (description: DescriptionName, id: string) =>
    reporter.outcomes.find((each) => each.description === description && each.id === id) as CaseOutcome;

  beforeAll(async () => {
    const faultyServer = createServer((_, response) => response.writeHead(503).end());
    const plainServer = createTcpServer((socket) => {
      connectionCount += 1;
      socket.on("error", () => {}).end("not TLS\r\n");
    });
    const [port, plainPort] = await Promise.all([faultyServer, plainServer].map(listen));
    const faulty: Target = {
      name: "faulty",
      endpoint: `http://127.0.0.1:${port}`,
      accessKey: "k".repeat(32),
      capabilities: ["validation"],
    };
    unreachable = { ...faulty, endpoint: `https://127.0.0.1:${plainPort}`, capabilities: SERVER_CAPABILITIES };
    reporter = await runCases(
      {
        targets: [
          [FAULTY, faulty],
          [EMULATOR, null],
          [UNREACHABLE, unreachable],
        ],
        selectedIds: [STATELESS, ALSO_STATELESS, EXCLUSIVE, STATEFUL],
        driver: "client",
        keepTranscripts: true,
        threads: 1,
        total: 11,
        concurrency: 1,
        progress: { write: () => true },
      },
      SOURCES,
    );
    faultyServer.close();
    plainServer.close();
  }, 120_000);

  test("runs the selected cases of each description, without errors outside a case", () => {
    const ran = reporter.outcomes.map(({ description, id }) => `${description} ${id}`);
    const everywhere = [STATELESS, ALSO_STATELESS, EXCLUSIVE];
    expect(ran.sort()).toEqual(
      [
        ...[FAULTY, EMULATOR, UNREACHABLE].flatMap((each) => everywhere.map((id) => `${each} ${id}`)),
        // The published description has replays and constraints only.
        ...[FAULTY, EMULATOR].map((each) => `${each} ${STATEFUL}`),
      ].sort(),
    );
    expect(reporter.faults).toEqual([]);
  });

  test("collects what a passed case exercised and its transcript, on an emulator of the thread", () => {
    const { status, coverageItems, transcript } = outcomeOf(EMULATOR, STATELESS);
    expect(status).toBe("passed");
    expect(coverageItems).toContainEqual({ kind: "responses", name: "400" });
    expect(transcript).toMatchObject([
      { kind: "exchange", response: { status: 400 } },
      { kind: "exchange", response: { status: 202 } },
    ]);
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

  test("names what the target of an undecidable case lacks, and the items that only this case exercises", () => {
    expect(outcomeOf(FAULTY, STATEFUL)).toMatchObject({
      status: "undecidable",
      reason: expect.stringMatching(/^the target lacks the capabilit(y|ies) .*\bstate\b/) as string,
      transcript: [],
    });
    expect(outcomeOf(FAULTY, EXCLUSIVE)).toMatchObject({
      status: "undecidable",
      reason: "the target lacks the capability exclusive",
      undecidedItems: [{ kind: "constraints", name: "path hub maxLength accepted" }],
    });
  });

  test("runs no further case against a target that cannot be reached", () => {
    for (const id of [STATELESS, ALSO_STATELESS]) {
      expect(outcomeOf(UNREACHABLE, id)).toMatchObject({
        status: "could not run",
        reason: expect.stringMatching(/^Could not connect to https:\/\/127\.0\.0\.1:\d+ \(\w+\)\.$/) as string,
      });
    }
    expect(connectionCount).toBe(1);
  });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
