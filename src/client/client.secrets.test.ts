import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { sendToAll, sendToGroup } from "../../generated/functions.js";
import { getClientAccessToken } from "../helpers/client-access.js";
import { listConnections } from "../helpers/list-connections.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientOptions } from "./client-options.js";

// Every secret is given to every option, in every form, and looked for in everything that leaves the client.

const KEY = "kM3vZs9QeXwT7yUb5HnAqPd2RfLgJc8WoVi0BtNyKxE=";
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL3dlYnB1YnN1Yi5henVyZS5jb20ifQ.c2lnbmF0dXJlLW9mLWVudHJh";
const SECRETS = [KEY, TOKEN];

/** How a secret gets into an option: pasted alone, in a connection string or its parts, in a URL, in quotes, with a line break. */
const FORMS: readonly (readonly [form: string, of: (secret: string, origin: string) => unknown])[] = [
  ["alone", (secret) => secret],
  ["in quotes", (secret) => `"${secret}"`],
  ["with a line break", (secret) => `${secret}\nmore`],
  ["in a connection string", (secret, origin) => `Endpoint=${origin};AccessKey=${secret};Version=1.0;`],
  ["in a connection string that begins with the key", (secret, origin) => `AccessKey=${secret};Endpoint=${origin}`],
  ["as a part", (secret) => `AccessKey=${secret}`],
  ["after an endpoint", (secret, origin) => `${origin};AccessKey=${secret}`],
  ["after an endpoint with a slash", (secret, origin) => `${origin}/;AccessKey=${secret};Version=1.0;`],
  ["as credentials of a URL", (secret, origin) => origin.replace("://", `://user:${encodeURIComponent(secret)}@`)],
  ["in a query", (secret, origin) => `${origin}?key=${encodeURIComponent(secret)}`],
  ["in a fragment", (secret, origin) => `${origin}#${secret}`],
  ["in a list", (secret) => [secret]],
  ["in an object", (secret) => ({ key: secret })],
];

const OPTIONS = [
  ...[
    "endpoint",
    "reverseProxyEndpoint",
    "accessKey",
    "credential",
    "apiVersion",
    "fetch",
    "dispatcher",
    "connections",
  ],
  ...["retry", "timeout", "deadline", "throwOnError", "hooks", "now", "unknown"],
];

/** A secret as it is, in lower case (as in a host), percent-encoded, and in base64. */
function spellings(secret: string): string[] {
  const encoded = [encodeURIComponent(secret), Buffer.from(secret).toString("base64").replaceAll("=", "")];
  return [secret, secret.toLowerCase(), secret.slice(4, 30), ...encoded];
}

/** Everything that a client with these arguments gives away: requests, results, errors, hook events, output, itself. */
async function leavings(make: (hooks: object) => unknown, origin: string, requests: () => unknown[]): Promise<string> {
  const left: unknown[] = [];
  const record = (event: unknown) => void left.push(event);
  for (const name of ["log", "info", "warn", "error", "debug"] as const) {
    const spy = vi.spyOn(console, name).mockImplementation((...values) => void left.push(values));
    onTestFinished(() => spy.mockRestore());
  }
  const attempt = async (run: () => unknown) => {
    try {
      left.push(await run());
    } catch (error) {
      left.push(error, String(error), (error as Error).stack, JSON.stringify(error), (error as Error).cause);
    }
  };
  await attempt(async () => {
    const client = make({ onRequest: record, onResponse: record, onRetry: record }) as ReturnType<typeof createClient>;
    left.push(client, JSON.stringify(client));
    await attempt(() => client.HEAD("/api/health"));
    await attempt(() => sendToAll(client, { hub: "chat", body: {} }));
    await attempt(async () => {
      const { baseUrl, token } = await getClientAccessToken(client, { hub: "chat" });
      return [baseUrl, Buffer.from(token.split(".")[1] ?? "", "base64url").toString()];
    });
    await attempt(async () => {
      for await (const member of listConnections(client as never, { hub: "chat", group: "lobby" })) left.push(member);
    });
    await client.close();
  });
  left.push(requests(), origin);
  return inspect(left, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null });
}

describe.for(OPTIONS)("a secret in `%s`", (option) => {
  test.for(
    FORMS.flatMap(([form, of]) =>
      SECRETS.map((secret) => [form, secret === KEY ? "key" : "token", of, secret] as const),
    ),
  )("%s does not leave the client: %s", async ([, , of, secret]) => {
    await using server = await startRecordingServer(() => ({ status: 400, body: "{}" }));
    const text = await leavings(
      (hooks) => {
        const options = {
          endpoint: server.origin,
          accessKey: "another",
          retry: false,
          hooks,
          [option]: of(secret, server.origin),
        };
        if (option === "credential") Object.assign(options, { accessKey: undefined });
        return createClient(options as unknown as ClientOptions<"2024-12-01">);
      },
      server.origin,
      // What an Authorization header is for.
      () =>
        server.requests.map(({ line, body, headers: { authorization, ...headers } }) => ({
          line,
          body: String(body),
          headers,
        })),
    );
    expect(spellings(secret).filter((spelling) => text.includes(spelling))).toEqual([]);
  });
});

describe("a secret in a call", () => {
  const parameters = [
    "hub",
    "group",
    "excluded",
    "filter",
    "messageTtlSeconds",
    "timeout",
    "deadline",
    "retry",
    "signal",
  ];

  test.for(
    [...parameters, "fetch", "dispatcher", "unknown"].flatMap((name) =>
      SECRETS.map((secret) => [name, secret] as const),
    ),
  )("is not in the error about %s", async ([name, secret]) => {
    await using server = await startRecordingServer();
    const client = createClient({ endpoint: server.origin, accessKey: "another" });
    onTestFinished(() => client.close());
    const options = { hub: "chat", group: "lobby", body: {}, [name]: `Endpoint=a;AccessKey=${secret};` };
    const error = await sendToGroup(client, options as never).catch((thrown: unknown) => thrown);
    const text = `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)}`;
    expect(spellings(secret).filter((spelling) => text.includes(spelling))).toEqual([]);
  });

  test.for(SECRETS)("is not in the error about a header with a line break", async (secret) => {
    const client = createClient({ endpoint: "http://127.0.0.1:9", accessKey: "another" });
    const headers = { "X-Key": `${secret}\nmore` };
    const error = await client.HEAD("/api/health", { headers }).catch((thrown: unknown) => thrown);
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(secret.slice(0, 20));
  });
});
