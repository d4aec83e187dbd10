import { parseArgs } from "node:util";
import { type ParseEntry, parse } from "shell-quote";
import { describe, expect, test } from "vitest";
import { CURL_REQUESTS, curlCommandOf, TOKEN } from "./testing/curl-requests.js";
import { toTranscriptEntry } from "./transcript.js";

const ORIGIN = "http://127.0.0.1:8080";

/** The commands of a pipeline, each as its words. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of parse(line, { TOKEN })) {
    if (isPipe(word)) commands.push([]);
    else commands.at(-1)?.push(String(word));
  }
  return commands;
}

function isPipe(word: ParseEntry): boolean {
  return typeof word === "object" && "op" in word && word.op === "|";
}

/** What the commands before curl print. */
function printedBy(commands: readonly string[][]): Buffer {
  const [[program, ...words] = [], translate] = commands;
  if (program === "printf") return fromOctal(words[0] ?? "");
  // head -c COUNT /dev/zero | tr '\0' BYTE
  expect([program, words[0], words[2], translate?.[0], translate?.[1]]).toEqual([
    "head",
    "-c",
    "/dev/zero",
    "tr",
    "\\0",
  ]);
  return Buffer.alloc(Number(words[1]), fromOctal(translate?.[2] ?? ""));
}

function fromOctal(text: string): Buffer {
  return Buffer.from([...text.matchAll(/\\([0-7]{3})/g)].map(([, octal = ""]) => Number.parseInt(octal, 8)));
}

/** The request that curl makes of its arguments. */
function curlRequest([program, ...args]: readonly string[], input: Buffer) {
  expect(program).toBe("curl");
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      globoff: { type: "boolean", default: false },
      head: { type: "boolean" },
      request: { type: "string" },
      header: { type: "string", multiple: true },
      "data-binary": { type: "string", default: "" },
    },
  });
  const data = values["data-binary"];
  return {
    method: values.head ? "HEAD" : values.request,
    urls: positionals,
    headers: Object.fromEntries((values.header ?? []).map((line) => line.split(/: (.*)/s).slice(0, 2))),
    body: data === "@-" ? input : Buffer.from(data),
    globoff: values.globoff,
  };
}

describe("toTranscriptEntry", () => {
  test.for(CURL_REQUESTS.map((request) => [request.what, request] as const))(
    "writes a curl command that sends %s unchanged",
    ([, request]) => {
      const commands = commandsOf(curlCommandOf(request, ORIGIN));
      const curl = commands.at(-1) ?? [];
      const input = commands.length > 1 ? printedBy(commands) : Buffer.alloc(0);
      const { body, ...sent } = curlRequest(curl, input);
      expect(sent).toEqual({
        method: request.method,
        urls: [ORIGIN + request.path],
        headers: { ...request.headers, authorization: `Bearer ${TOKEN}` },
        // Otherwise curl reads a pattern of several URLs.
        globoff: /[[\]{}]/.test(request.path),
      });
      expect(body.equals(request.body)).toBe(true);
    },
  );

  test("keeps the token out of the command", () => {
    for (const request of CURL_REQUESTS) {
      const command = curlCommandOf(request, ORIGIN);
      expect(command).not.toContain("a-secret");
      expect(command).toContain('--header "authorization: Bearer $TOKEN"');
    }
  });

  test("names a file for a large body that does not repeat one byte", () => {
    const body = new TextEncoder().encode("ab".repeat(15_000));
    const command = curlCommandOf({ what: "", method: "POST", path: "/", headers: {}, body }, ORIGIN);
    expect(command).toMatch(/^cat THE-30000-BYTES-OF-THE-BODY \| curl /);
  });

  test("shortens long bodies and frames", () => {
    const text = "a".repeat(1000);
    expect(toTranscriptEntry({ client: "alice", direction: "sent", text })).toEqual({
      kind: "frame",
      client: "alice",
      direction: "sent",
      text: `${"a".repeat(600)}… (1000 characters)`,
    });
  });
});
