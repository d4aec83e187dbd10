import type { TranscriptEntry } from "../../wire/transcript.js";
import type { CaseReport, RunReport } from "../run-report.js";

/** A case that passed, with the members given. */
export function caseOf(given: Partial<CaseReport> = {}): CaseReport {
  return {
    description: "2024-12-01",
    id: "send-to-all/bare",
    operation: "sendToAll",
    aspect: "parameters",
    level: "MUST",
    requirement: "A message reaches everybody.",
    source: "#/paths/~1api~1hubs~1%7Bhub%7D~1%3Asend/post",
    status: "passed",
    duration: 12.3,
    transcript: [exchangeOf()],
    ...given,
  };
}

/** A request that sends `body`, and the response 202. */
export function exchangeOf(body = "hello"): TranscriptEntry {
  const url = "http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01";
  return {
    kind: "exchange",
    request: { method: "POST", url, headers: [["content-type", "text/plain"]], body },
    response: { status: 202, headers: [["date", "Sun, 22 Nov 2026 18:16:09 GMT"]], body: "" },
    curl: `curl --request POST --header 'content-type: text/plain' --data-binary '${body}' '${url}'`,
  };
}

/** The report of a run of these cases on the emulator. Verdict and summary are not derived from them. */
export function reportOf(cases: readonly CaseReport[], given: Partial<RunReport> = {}): RunReport {
  return {
    target: "emulator",
    driver: "client",
    started: "2026-11-22T18:16:09.123Z",
    seconds: 1.5,
    verdict: 0,
    summary: "emulator conforms.",
    cases,
    coverages: [],
    faults: [],
    ...given,
  };
}
