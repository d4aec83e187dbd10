import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { CaseContext, type Values } from "../cases/case-context.js";
import { startEmulatorTarget } from "../targets/emulator-target.js";
import { bytes, json, text } from "./message-bodies.js";
import { redact, registerSecret } from "./redact.js";
import { signToken } from "./tokens.js";
import { toTranscriptEntry } from "./transcript.js";

test.for<[what: string, body: Values["body"], received: unknown]>([
  ["JSON", json({ "it's": ["ü", '"', "$HOME `x` \\"] }), { "it's": ["ü", '"', "$HOME `x` \\"] }],
  ["text", text("it's\n$HOME `x`"), "it's\n$HOME `x`"],
  ["a bell", text("\u0007\u001b[1m"), "\u0007\u001b[1m"],
  ["very many bytes", text("a".repeat(100_000)), "a".repeat(100_000)],
  ["bytes", bytes(0, 10, 39, 92, 200, 255), Buffer.from([0, 10, 39, 92, 200, 255]).toString("base64")],
])("the curl line of a request with %s does the same from a shell", async ([, body, received]) => {
  const { target, close } = await startEmulatorTarget();
  onTestFinished(close);
  const stage = new CaseContext(target, "2024-12-01");
  onTestFinished(() => stage.close());
  const client = await stage.connect({ groups: ["[a]{b}"] });
  const exchange = await stage.expectAccepted("sendToGroup", {
    path: { group: "[a]{b}" },
    query: { excluded: ["x", "y"] },
    ...(body !== undefined && { body }),
  });
  expect(await client.next()).toMatchObject({ data: received });
  const view = toTranscriptEntry(exchange);
  if (view.kind !== "exchange") throw new Error("It is an exchange.");
  const TOKEN = signToken(target, exchange.request.url.href);
  await promisify(execFile)("sh", ["-c", `${view.curl} --silent --fail`], {
    env: { PATH: process.env.PATH, TOKEN },
  });
  expect(await client.next()).toMatchObject({ data: received });
});

test("tokens and what is said to be secret are not in what is written", () => {
  const secret = "s3cret/+of=this&run, which is long";
  registerSecret(secret, "ACCESS_KEY");
  const token = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln";
  const redacted = redact(`a ${secret} b ${encodeURIComponent(secret)} c access_token=${token} d`);
  expect(redacted).toBe("a $ACCESS_KEY b $ACCESS_KEY c access_token=$JWT d");
});
