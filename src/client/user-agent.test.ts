import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import { USER_AGENT } from "./user-agent.js";

test("USER_AGENT › has the version of the package", () => {
  const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(USER_AGENT).toBe(`${name}/${version}`);
});

test.for([
  ["the pool", {}],
  ["fetch", { fetch: (url: string, init: RequestInit) => fetch(url, init) }],
] as const)("createClient › sends the User-Agent with %s, unless the caller has another", async ([, options]) => {
  await using server = await startRecordingServer();
  const client = createClient({ endpoint: server.origin, accessKey: "a-key", ...options });
  onTestFinished(() => client.close());
  await client.HEAD("/api/health");
  await client.HEAD("/api/health", { headers: { "user-agent": "mine" } });
  const own = createClient({
    endpoint: server.origin,
    accessKey: "a-key",
    headers: { "user-agent": "ours" },
    ...options,
  });
  onTestFinished(() => own.close());
  await own.HEAD("/api/health");
  expect(server.requests.map(({ headers }) => headers["user-agent"])).toEqual([[USER_AGENT], ["mine"], ["ours"]]);
});
