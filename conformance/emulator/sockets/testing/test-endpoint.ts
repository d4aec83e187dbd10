import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";
import { Authenticator, signClientToken } from "../../authentication/index.js";
import { type ManualClock, manualClock } from "../../clock.js";
import type { Context, UserEventHandler } from "../../emulator-context.js";
import { Log } from "../../emulator-log.js";
import { Hubs } from "../../state/hub.js";
import type { Message } from "../../state/message.js";
import { type Limits, SocketEndpoint } from "../socket-endpoint.js";

const accessKey = "the-access-key-of-tests-0123456789abcdef";

export interface TokenContent {
  readonly userId?: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  readonly expiresInSeconds?: number;
}

/** A server with the client endpoint only. It closes at the end of the test. */
export interface TestEndpoint {
  readonly context: Context;
  readonly clock: ManualClock;
  readonly log: Log;
  readonly host: string;
  readonly sockets: SocketEndpoint;
  /** The server side of all TCP connections, in order. */
  readonly streams: readonly Socket[];
  token(permit?: TokenContent, audience?: string): string;
  /** The URL for a client; `query` begins with `&`. */
  url(permit?: TokenContent, query?: string): string;
}

export async function startEndpoint(
  limits: Partial<Limits> = {},
  userEventHandler?: UserEventHandler,
): Promise<TestEndpoint> {
  const clock = manualClock();
  const log = new Log();
  const authenticator = new Authenticator({
    accessKeys: [accessKey],
    acceptUnverifiedEntraTokens: false,
    now: clock.now,
  });
  const context: Context = { hubs: new Hubs(), clock, log, authenticator, accessKey, userEventHandler };
  const sockets = new SocketEndpoint(context, limits);
  const server = createServer((request, response) => sockets.handleRequest(request, response));
  server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head));
  const streams: Socket[] = [];
  server.on("connection", (stream) => streams.push(stream));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await sockets.closeAll();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token: TestEndpoint["token"] = (permit = {}, audience = `http://${host}/client/hubs/chat`) =>
    signClientToken({
      accessKey,
      audience,
      roles: [],
      groups: [],
      expiresInSeconds: 3600,
      now: clock.now(),
      ...permit,
    });
  return {
    context,
    clock,
    log,
    host,
    sockets,
    streams,
    token,
    url: (permit, query = "") => `ws://${host}/client/hubs/chat?access_token=${token(permit)}${query}`,
  };
}

/** Allows everything. */
export const allRoles = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

/** A text message of the application server. */
export function serverMessage(data: string, expires?: number): Message {
  const payload = { dataType: "text", data } as const;
  return { payload, from: { kind: "server" }, causedBy: "sendToAll", ...(expires !== undefined && { expires }) };
}

/** Sends a text to all connections of the hub `chat`. */
export function sendToAll({ context }: TestEndpoint, data: string, expires?: number): void {
  const hub = context.hubs.get("chat");
  hub.send(hub.connections.values(), serverMessage(data, expires));
}
