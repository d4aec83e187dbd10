import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import { PassThrough } from "node:stream";
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { main } from "./emulator-command.js";
import { DEFAULT_ACCESS_KEY } from "./index.js";
import { JSON_V1, TestClient } from "./sockets/testing/test-client.js";

describe("webpubsub-emulator", () => {
  test.for(["--help", "-h"])("%s prints the options and exits with 0", async (flag) => {
    const command = run(flag, "--port", "0");
    expect(await command.status).toBe(0);
    for (const word of ["--port", "--host", "--access-key", "--log", "Ctrl-C"]) expect(command.output).toContain(word);
    expect(command.output).toMatch(/^webpubsub-emulator runs a local Azure Web PubSub emulator/);
    expect(command.errors).toBe("");
  });

  test("prints its endpoint, a connection string on a line of its own, and a URL that a client can connect to", async () => {
    const { endpoint, connectionString, clientUrl } = await start("--port", "0");
    expect(connectionString).toBe(`Endpoint=${endpoint};AccessKey=${DEFAULT_ACCESS_KEY};Version=1.0;`);
    const alice = await TestClient.connectJson(clientUrl);
    await service(connectionString).sendToUser("alice", "hi", { contentType: "text/plain" });
    expect(await alice.next()).toMatchObject({ from: "server", data: "hi" });
    const joined = await alice.sendAndReceive({ type: "joinGroup", group: "a", ackId: 1 });
    expect(joined).toMatchObject({ success: true });
    const message = await alice.sendAndReceive({ type: "sendToGroup", group: "a", data: 1 });
    expect(message).toMatchObject({ from: "group", data: 1 });
  });

  test("listens on --host and accepts only tokens signed with --access-key", async () => {
    const command = await start("--port", "0", "--access-key", "another-key-0123456789", "--host", "localhost");
    expect(command.endpoint).toMatch(/^http:\/\/localhost:\d+$/);
    expect(command.connectionString).toContain("AccessKey=another-key-0123456789;");
    expect(await service(command.connectionString).connectionExists("nobody")).toBe(false);
    const published = command.connectionString.replace("another-key-0123456789", DEFAULT_ACCESS_KEY);
    await expect(service(published).connectionExists("nobody")).rejects.toMatchObject({ statusCode: 401 });
  });

  test("prints an address of this machine for a host that stands for all addresses", async () => {
    const command = await start("--port", "0", "--host", "0.0.0.0");
    expect(command.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await service(command.connectionString).connectionExists("nobody")).toBe(false);
  });

  test("prints a line for each request and each rejected client with the reason, but none for a connection", async () => {
    const command = await start("--port", "0");
    await service(command.connectionString).sendToAll(1);
    await command.outputMatches(/^202 POST \/api\/hubs\/chat\/:send$/m);
    await fetch(`${command.endpoint}/api/hubs/chat/users/alice?api-version=2024-12-01`, { method: "HEAD" });
    await command.outputMatches(
      /^401 HEAD \/api\/hubs\/chat\/users\/alice {2}The request has no Authorization header/m,
    );
    const socketEndpoint = command.endpoint.replace("http", "ws");
    await connectRejected(`${socketEndpoint}/client/hubs/chat`);
    await command.outputMatches(/^rejected client \(hub chat\) {2}The request has no token/m);
    await connectRejected(`${socketEndpoint}/client`);
    await command.outputMatches(/^rejected client \(no hub\) {2}Not a client endpoint/m);
    await TestClient.connectJson(command.clientUrl);
    await service(command.connectionString).sendToAll(2);
    await command.outputMatches(/:send\n[\s\S]*:send\n/);
    expect(command.output).not.toMatch(/connected|→/);
  });

  test("prints connections and deliveries with --log all, and never a token or a key", async () => {
    const command = await start("--port", "0", "--log", "all");
    const introduction = command.output.length;
    const alice = await TestClient.connectJson(command.clientUrl);
    await command.outputMatches(new RegExp(`^ {2}connected chat/${alice.id}$`, "m"));
    await service(command.connectionString).sendToAll(1);
    await command.outputMatches(new RegExp(`^ {2}→ chat/${alice.id} sendToAll$`, "m"));
    await connectRejected(command.clientUrl.replace("/chat?", "/other?"));
    await command.outputMatches(/^rejected client \(hub other\)/m);
    const token = new URL(command.clientUrl).searchParams.get("access_token") ?? "";
    await fetch(`${command.endpoint}/api/hubs/chat/:send?access_token=${token}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
    });
    await command.outputMatches(/^4\d\d POST/m);
    alice.socket.close();
    await command.outputMatches(/^ {2}closed chat\/.* Normal$/m);
    for (const secret of [DEFAULT_ACCESS_KEY, "eyJ", "access_token", ...token.split(".")]) {
      expect(command.output.slice(introduction)).not.toContain(secret);
    }
  });

  test("prints nothing between its introduction and its end with --log none", async () => {
    const command = await start("--port", "0", "--log", "none");
    const introduction = command.output;
    await TestClient.connectJson(command.clientUrl);
    await service(command.connectionString).sendToAll(1);
    await connectRejected(`${command.endpoint.replace("http", "ws")}/client/hubs/chat`);
    command.signals.emit("SIGINT");
    expect(await command.status).toBe(0);
    expect(command.output).toBe(`${introduction}Stopped.\n`);
    expect(command.errors).toBe("");
  });

  test("names a port that is in use and exits with 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const command = run("--port", String(port));
    expect(await command.status).toBe(2);
    expect(command.errors).toBe(
      `Port ${port} of 127.0.0.1 is in use. Choose another with --port, or 0 for a free one.\nSee --help.\n`,
    );
    expect(command.output).toBe("");
  });

  test.for<[argv: string[], message: string]>([
    [["--port", "http"], '--port is "http"; it must be a number from 0 to 65535.'],
    [["--port", "65536"], '--port is "65536"; it must be a number from 0 to 65535.'],
    [["--port=-1"], '--port is "-1"; it must be a number from 0 to 65535.'],
    [["--port", ""], '--port is ""; it must be a number from 0 to 65535.'],
    [["--port", "--log"], "Option '--port' argument is ambiguous."],
    [["--log", "loud"], '--log is "loud"; it must be one of none, requests, all.'],
    [["--access-key", ""], "--access-key is empty. Give a key, or leave the option out for the default."],
    [["--host", ""], "--host is empty. Give an address, or leave the option out for the default."],
    [
      ["--host", "203.0.113.1", "--port", "0"],
      "203.0.113.1 is not an address of this machine. Choose another with --host.",
    ],
    [["--prot", "0"], "Unknown option '--prot'."],
    [["8080"], "Unexpected argument '8080'."],
  ])("rejects %j with a sentence and exits with 2", async ([argv, message]) => {
    const command = run(...argv);
    expect(await command.status).toBe(2);
    expect(command.errors).toBe(`${message}\nSee --help.\n`);
    expect(command.output).toBe("");
  });

  test.for(["SIGINT", "SIGTERM"])("closes its sockets with 1001 after %s and exits with 0", async (signal) => {
    const command = await start("--port", "0");
    const jsonClient = await TestClient.connectJson(command.clientUrl);
    const simpleClient = await TestClient.connect(command.clientUrl);
    command.signals.emit(signal);
    for (const client of [jsonClient, simpleClient]) expect(await client.closed).toMatchObject({ code: 1001 });
    expect(await command.status).toBe(0);
    expect(command.output).toMatch(/\nStopped\.\n$/);
    expect(command.errors).toBe("");
    // So that a second signal ends the process, whatever keeps it.
    expect(command.signals.eventNames()).toEqual([]);
  });

  test("exits after SIGINT even if a client does not respond to the close frame", async () => {
    const command = await start("--port", "0");
    const client = await TestClient.connectJson(command.clientUrl);
    client.socket.pause();
    command.signals.emit("SIGINT");
    expect(await command.status).toBe(0);
  });
});

interface RunningCommand {
  readonly signals: EventEmitter;
  /** Everything it has written so far. */
  readonly output: string;
  readonly errors: string;
  readonly status: Promise<number>;
  /** Waits until the output matches. @throws {Error} if the command ends before */
  outputMatches(pattern: RegExp): Promise<void>;
}

function run(...argv: string[]): RunningCommand {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const signals = new EventEmitter();
  const written = { output: "", errors: "" };
  stdout.setEncoding("utf8").on("data", (text: string) => {
    written.output += text;
  });
  stderr.setEncoding("utf8").on("data", (text: string) => {
    written.errors += text;
  });
  const status = main(argv, { stdout, stderr, signals }).then(async (code) => {
    for (const stream of [stdout, stderr]) await once(stream.end(), "end");
    return code;
  });
  onTestFinished(async () => {
    signals.emit("SIGINT");
    await status;
  });
  const outputMatches = async (pattern: RegExp) => {
    while (!pattern.test(written.output)) {
      const ended = status.then((code) => {
        throw new Error(`exited with ${code} before it printed ${pattern}: ${written.output}${written.errors}`);
      });
      await Promise.race([once(stdout, "data"), ended]);
    }
  };
  return {
    signals,
    status,
    outputMatches,
    get output() {
      return written.output;
    },
    get errors() {
      return written.errors;
    },
  };
}

/** Runs the command and reads what it prints about itself. */
async function start(...argv: string[]) {
  const command = run(...argv);
  await command.outputMatches(/^ws:\S+\n/m);
  const find = (pattern: RegExp) => pattern.exec(command.output)?.[1] ?? "";
  return Object.assign(command, {
    endpoint: find(/^Listening on (\S+)\. /),
    connectionString: find(/^(Endpoint=\S+)$/m),
    clientUrl: find(/^(ws:\S+)$/m),
  });
}

function service(connectionString: string): WebPubSubServiceClient {
  return new WebPubSubServiceClient(connectionString, "chat", { allowInsecureConnection: true });
}

async function connectRejected(url: string): Promise<void> {
  const socket = new WebSocket(url, JSON_V1);
  await once(socket, "error");
}
