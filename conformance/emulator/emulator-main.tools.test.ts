import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { DEFAULT_ACCESS_KEY } from "./index.js";
import { JSON_V1, TestClient } from "./sockets/testing/test-client.js";

// Each starts a process or two that compile the emulator first.
vi.setConfig({ testTimeout: 30_000 });

const path = fileURLToPath(new URL("emulator-main.ts", import.meta.url));

test.for(["--help", "-h"])("%s says what there is to say, and ends with 0", async (flag) => {
  const command = run(flag, "--port", "0");
  expect(await command.exit).toBe(0);
  for (const word of ["--port", "--host", "--access-key", "--log", "Ctrl-C"]) expect(command.output).toContain(word);
  expect(command.errors).toBe("");
});

test("it prints its endpoint, a connection string alone on its line, and an address that a client connects to", async () => {
  const { endpoint, connectionString, clientUrl } = await started("--port", "0");
  expect(connectionString).toBe(`Endpoint=${endpoint};AccessKey=${DEFAULT_ACCESS_KEY};Version=1.0;`);
  const alice = await TestClient.connectJson(clientUrl);
  await service(connectionString).sendToUser("alice", "hi", { contentType: "text/plain" });
  expect(await alice.next()).toMatchObject({ from: "server", data: "hi" });
  expect(await alice.ask({ type: "joinGroup", group: "a", ackId: 1 })).toMatchObject({ success: true });
  expect(await alice.ask({ type: "sendToGroup", group: "a", data: 1 })).toMatchObject({ from: "group", data: 1 });
});

test("--access-key and --host are what it is reached by", async () => {
  const command = await started("--port", "0", "--access-key", "another-key-0123456789", "--host", "localhost");
  expect(command.endpoint).toMatch(/^http:\/\/localhost:\d+$/);
  expect(command.connectionString).toContain("AccessKey=another-key-0123456789;");
  expect(await service(command.connectionString).connectionExists("nobody")).toBe(false);
  const published = command.connectionString.replace("another-key-0123456789", DEFAULT_ACCESS_KEY);
  await expect(service(published).connectionExists("nobody")).rejects.toMatchObject({ statusCode: 401 });
});

test("a request and a refused client are a line each, with why it was refused", async () => {
  const command = await started("--port", "0");
  await service(command.connectionString).sendToAll(1);
  await command.says(/^202 POST \/api\/hubs\/chat\/:send$/m);
  await fetch(`${command.endpoint}/api/hubs/chat/users/alice?api-version=2024-12-01`, { method: "HEAD" });
  await command.says(/^401 HEAD \/api\/hubs\/chat\/users\/alice {2}The request has no Authorization header/m);
  await refused(`${command.endpoint.replace("http", "ws")}/client/hubs/chat`);
  await command.says(/^refused a client of chat {2}The request has no token/m);
  // A connection is none of it.
  await TestClient.connectJson(command.clientUrl);
  await service(command.connectionString).sendToAll(2);
  await command.says(/:send\n[\s\S]*:send\n/);
  expect(command.output).not.toMatch(/connected|→/);
});

test("--log all: connections and deliveries too, and never a token or a key", async () => {
  const command = await started("--port", "0", "--log", "all");
  const introduction = command.output.length;
  const alice = await TestClient.connectJson(command.clientUrl);
  await command.says(new RegExp(`^ {2}connected chat/${alice.id}$`, "m"));
  await service(command.connectionString).sendToAll(1);
  await command.says(new RegExp(`^ {2}→ chat/${alice.id} sendToAll$`, "m"));
  await refused(command.clientUrl.replace("/chat?", "/other?"));
  await command.says(/^refused a client of other/m);
  const token = new URL(command.clientUrl).searchParams.get("access_token") ?? "";
  await fetch(`${command.endpoint}/api/hubs/chat/:send?access_token=${token}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  await command.says(/^4\d\d POST/m);
  alice.socket.close();
  await command.says(/^ {2}closed chat\/.* Normal$/m);
  for (const secret of [DEFAULT_ACCESS_KEY, "eyJ", "access_token", ...token.split(".")]) {
    expect(command.output.slice(introduction)).not.toContain(secret);
  }
});

test("--log none: nothing, whatever comes", async () => {
  const command = await started("--port", "0", "--log", "none");
  const introduction = command.output;
  await TestClient.connectJson(command.clientUrl);
  await service(command.connectionString).sendToAll(1);
  await refused(`${command.endpoint.replace("http", "ws")}/client/hubs/chat`);
  command.child.kill("SIGINT");
  expect(await command.exit).toBe(0);
  expect(command.output).toBe(`${introduction}Ended.\n`);
  expect(command.errors).toBe("");
});

test("a port that is in use is said to be so, and it ends with 2", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const command = run("--port", String(port));
  expect(await command.exit).toBe(2);
  expect(command.errors).toMatch(new RegExp(`^The port ${port} of 127.0.0.1 is in use. Choose another with --port`));
  expect(command.output).toBe("");
});

test.for<[string[], RegExp]>([
  [["--port", "http"], /^--port is "http"/],
  [["--port", "65536"], /^--port is "65536", which is no number from 0 to 65535\./],
  [["--port=-1"], /^--port is "-1"/],
  [["--port", ""], /^--port is ""/],
  [["--log", "loud"], /^--log is "loud"\. Choose one of none, requests, all\./],
  [["--access-key", ""], /^--access-key is empty\./],
  [["--host", "203.0.113.1", "--port", "0"], /^The address 203\.0\.113\.1 is none of this machine/],
  [["--prot", "0"], /--prot/],
  [["8080"], /8080/],
])("%j is refused with a sentence, and it ends with 2", async ([words, sentence]) => {
  const command = run(...words);
  expect(await command.exit).toBe(2);
  expect(command.errors).toMatch(sentence);
  expect(command.errors).toMatch(/\nSee --help\.\n$/);
  expect(command.errors).not.toMatch(/^ {4}at /m);
  expect(command.output).toBe("");
});

test.for(["SIGINT", "SIGTERM"] as const)("%s closes the sockets, and ends it with 0", async (signal) => {
  const command = await started("--port", "0");
  const client = await TestClient.connectJson(command.clientUrl);
  const raw = await TestClient.connect(command.clientUrl);
  command.child.kill(signal);
  for (const each of [client, raw]) expect(await each.closed).toMatchObject({ code: 1001 });
  expect(await command.exit).toBe(0);
  expect(command.output).toMatch(/\nEnded\.\n$/);
  expect(command.errors).toBe("");
});

test("SIGINT ends it even where a client does not answer", async () => {
  const command = await started("--port", "0");
  const client = await TestClient.connectJson(command.clientUrl);
  client.socket.pause();
  command.child.kill("SIGINT");
  expect(await command.exit).toBe(0);
});

interface Command {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it has written so far. */
  readonly output: string;
  readonly errors: string;
  /** The exit status; null where a signal killed it. */
  readonly exit: Promise<number | null>;
  /** Waits until what it has written is so. @throws {Error} if it ends before */
  says(pattern: RegExp): Promise<void>;
}

function run(...words: string[]): Command {
  const child = spawn(process.execPath, ["--import", "tsx", path, ...words]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { output: "", errors: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    written.output += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    written.errors += chunk;
  });
  const exit = once(child, "close").then(([status]) => status as number | null);
  const says = async (pattern: RegExp) => {
    while (!pattern.test(written.output)) {
      const ended = exit.then((status) => {
        throw new Error(`It ended with ${status}, and did not say ${pattern}: ${written.output}${written.errors}`);
      });
      await Promise.race([once(child.stdout, "data"), ended]);
    }
  };
  return {
    child,
    exit,
    says,
    get output() {
      return written.output;
    },
    get errors() {
      return written.errors;
    },
  };
}

/** The command, and what it printed of itself. */
async function started(
  ...words: string[]
): Promise<Command & { endpoint: string; connectionString: string; clientUrl: string }> {
  const command = run(...words);
  await command.says(/^ws:\S+\n/m);
  const found = (pattern: RegExp) => pattern.exec(command.output)?.[1] ?? "";
  return Object.assign(command, {
    endpoint: found(/^Listening on (\S+)\. /),
    connectionString: found(/^(Endpoint=\S+)$/m),
    clientUrl: found(/^(ws:\S+)$/m),
  });
}

function service(connectionString: string): WebPubSubServiceClient {
  return new WebPubSubServiceClient(connectionString, "chat", { allowInsecureConnection: true });
}

async function refused(url: string): Promise<void> {
  const socket = new WebSocket(url, JSON_V1);
  await once(socket, "error");
}
