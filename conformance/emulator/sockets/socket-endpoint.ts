import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { realClock, type Timer } from "../clock.js";
import type { Context } from "../emulator-context.js";
import { ClientSession } from "./client-session.js";
import { receiveJson } from "./clients/json-client.js";
import { receiveFromSimpleClient } from "./clients/simple-client.js";
import { DEFAULT_LIMITS, type Limits } from "./delivery/socket-limits.js";
import { type Handshake, readClientTarget, readHandshake, WEBSOCKET_ONLY } from "./handshake/client-handshake.js";
import { type HandshakeRejection, httpResponseTo, rejectUpgrade } from "./handshake/handshake-rejection.js";
import { RELIABLE, selectSubprotocol } from "./handshake/subprotocol.js";
import type { SocketInterception } from "./socket-interception.js";

export type { Limits } from "./delivery/socket-limits.js";

/** How long a client has to respond to a close frame when the emulator closes, in real time. */
const CLOSE_TIMEOUT_MS = 500;

/** Accepts clients at `/client/hubs/{hub}` (upgrade requests of an http server). */
export class SocketEndpoint {
  readonly #context: Context;
  readonly #limits: Limits;
  readonly #interception: SocketInterception;
  readonly #server: WebSocketServer;
  /** By connection id: connections with a socket, and those that can be recovered. */
  readonly #sessions = new Map<string, ClientSession>();
  #pingTimer: Timer | undefined;
  #closing = false;

  constructor(context: Context, limits: Partial<Limits> = {}, interception: SocketInterception = {}) {
    this.#context = context;
    this.#interception = interception;
    this.#limits = { ...DEFAULT_LIMITS, pingSeconds: context.clock === realClock ? 30 : null, ...limits };
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: true,
      maxPayload: this.#limits.frameBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => selectSubprotocol(offered) ?? false,
    });
  }

  /** Handles an upgrade request and takes over its stream. Never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until `ws` listens to errors, a client may reset its connection.
    socket.on("error", () => {});
    try {
      this.#upgrade(request, socket, head);
    } catch {
      socket.destroy();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    let handshake = this.#read(request);
    if (this.#interception.handshake !== undefined) handshake = this.#interception.handshake(handshake, request);
    if ("status" in handshake) {
      this.#logRejection(handshake);
      rejectUpgrade(socket, handshake);
      return;
    }
    // Closes the stream with 400 if the request is not a valid handshake.
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#interception.socket?.(webSocket);
      if (handshake.kind === "begin") this.#begin(handshake, webSocket, socket);
      else this.#recover(handshake, webSocket, socket);
    });
  }

  /** Rejects a request to the endpoint that is not an upgrade. */
  handleRequest(request: IncomingMessage, response: ServerResponse): void {
    const target = readClientTarget(request.url ?? "");
    const rejection: HandshakeRejection =
      "status" in target ? target : { status: 400, hub: target.hub, reason: WEBSOCKET_ONLY };
    this.#logRejection(rejection);
    const { headers, body } = httpResponseTo(rejection);
    response.writeHead(rejection.status, headers).end(body);
  }

  /**
   * Closes all connections with 1001 and waits until their sockets are closed. Until then new clients are rejected with
   * 503: otherwise a client that reconnects at once would remain.
   */
  async closeAll(): Promise<void> {
    this.#closing = true;
    for (const session of [...this.#sessions.values()]) session.fail(1001, "The emulator is closing or being reset.");
    const sockets = [...this.#server.clients];
    const gone = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    const closeTimer = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, CLOSE_TIMEOUT_MS);
    await gone;
    clearTimeout(closeTimer);
    this.#closing = false;
  }

  #read(request: IncomingMessage): Handshake | HandshakeRejection {
    const handshake = readHandshake(request, this.#context);
    if (this.#closing) return { status: 503, hub: handshake.hub, reason: "The emulator is closing or being reset." };
    if ("status" in handshake || handshake.kind === "recover") return handshake;
    if (this.#sessions.size < this.#limits.connections) return handshake;
    return {
      status: 503,
      hub: handshake.hub,
      reason: `The emulator has reached its limit of connections (${this.#limits.connections.toLocaleString("en")}).`,
    };
  }

  #begin(handshake: Extract<Handshake, { kind: "begin" }>, webSocket: WebSocket, stream: Duplex): void {
    const { hub, identity, protocol, simpleClientMode } = handshake;
    const { receive: intercepted, outgoing } = this.#interception;
    const receive = protocol === null ? receiveFromSimpleClient(simpleClientMode) : receiveJson;
    const session = new ClientSession({
      context: this.#context,
      limits: this.#limits,
      hub: this.#context.hubs.get(hub),
      identity,
      protocol,
      receive: intercepted === undefined ? receive : (...received) => intercepted(...received, receive),
      outgoing,
      ended: ({ connection }) => this.#sessions.delete(connection.id),
    });
    this.#sessions.set(session.connection.id, session);
    this.#interception.session?.(session);
    session.begin(webSocket, stream);
    this.#schedulePing();
  }

  /** The access token does not matter here, even if it has expired: the reconnection token decides. */
  #recover(handshake: Extract<Handshake, { kind: "recover" }>, webSocket: WebSocket, stream: Duplex): void {
    const { hub, protocol, connectionId, reconnectionToken } = handshake;
    const session = this.#sessions.get(connectionId);
    if (session?.hub.name === hub && session.reconnectionToken === reconnectionToken && protocol === RELIABLE) {
      session.recover(webSocket, stream);
      return;
    }
    const reason = "The connection cannot be recovered.";
    this.#context.log.add({ kind: "connection", event: "rejected", hub, connectionId, userId: null, reason });
    webSocket.on("error", () => {});
    webSocket.close(1008, reason);
  }

  /** One timer for all sessions. It runs as long as there are any. */
  #schedulePing(): void {
    const { pingSeconds } = this.#limits;
    if (pingSeconds === null || this.#pingTimer !== undefined) return;
    this.#pingTimer = this.#context.clock.after(pingSeconds * 1000, () => {
      this.#pingTimer = undefined;
      for (const session of this.#sessions.values()) session.ping();
      if (this.#sessions.size > 0) this.#schedulePing();
    });
  }

  #logRejection({ hub, reason }: HandshakeRejection): void {
    this.#context.log.add({ kind: "connection", event: "rejected", hub, connectionId: null, userId: null, reason });
  }
}
