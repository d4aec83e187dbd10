import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import type { OperationId } from "../../generated/operations.js";
import { type CoverageItem, exercisedByResponse, exercisedItems } from "../description/coverage-items.js";
import { apiVersionOf, successStatus } from "../description/example-requests.js";
import type { Target } from "../targets/target.js";
import { sendByClient } from "../wire/client-driver.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { type Exchange, jsonOf } from "../wire/exchange.js";
import { send } from "../wire/http.js";
import { type RequestValues, text } from "../wire/message-bodies.js";
import { type RawOptions, rawRequest } from "../wire/raw-request.js";
import { JSON_PROTOCOL, type ReceivedFrame, SocketClient } from "../wire/socket-client.js";
import { secondsOf, signToken, type TokenOptions } from "../wire/tokens.js";
import type { TranscriptRecord } from "../wire/transcript.js";
import type { CaseRunOptions } from "./case.js";

/** The values of a request. Without a `hub` it is the context's own, without an `api-version` the description's. */
export type Values = Partial<RequestValues>;

/** What a rejection must look like. What is left out is not checked; message texts never are. */
export interface ExpectedRejection {
  readonly status: number;
  /** The error code: in `x-ms-error-code`, and in the body if there is one. */
  readonly code?: string;
  /** The member `target` of the body. */
  readonly target?: string;
}

/** A client to connect, and the claims of its token. */
export interface ClientOptions {
  /** The client's name in reports. @default the `userId`, or a number */
  readonly name?: string;
  readonly userId?: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  /** The subprotocol; null connects a simple client, which has none. @default json.webpubsub.azure.v1 */
  readonly protocol?: string | null;
  /** @default the context's hub */
  readonly hub?: string;
  /** Further query parameters of the URL. */
  readonly query?: Readonly<Record<string, string>>;
}

/** The handshake of a client, to which nothing is added. */
export interface SocketRequest {
  /** The client's name in reports. */
  readonly name: string;
  /** The query parameters of the URL. */
  readonly query: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the context's hub */
  readonly hub?: string | undefined;
}

/** Whether the data of a message are those of a barrier. @see CaseContext.received */
export function isBarrier(data: unknown): boolean {
  return /^barrier \d+$/.test(String(data));
}

function shown(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}

function isObjectFrame(frame: ReceivedFrame): frame is Readonly<Record<string, unknown>> {
  return typeof frame === "object" && !(frame instanceof Uint8Array);
}

function shownFrame(frame: ReceivedFrame): string {
  return frame instanceof Uint8Array ? `bytes ${Buffer.from(frame).toString("hex")}` : JSON.stringify(frame);
}

/** Distinguishes the hubs of this run from those of others, at the same time or before. */
const RUN = randomBytes(4).toString("hex");
let contextCount = 0;

/** What a case runs with: a target, a hub of its own, connected clients, and a transcript of everything sent and received. */
export class CaseContext {
  readonly target: Target;
  readonly description: DescriptionName;
  /** A hub that no other case uses. */
  readonly hub: string;
  /** An id that no connection, user or group has. */
  readonly unknownId = `conformance-${RUN}-nobody`;
  readonly transcript: TranscriptRecord[] = [];
  readonly coverageItems: CoverageItem[] = [];
  readonly #driver: "client" | "raw";
  readonly #clients: SocketClient[] = [];
  #barrierCount = 0;

  constructor(target: Target, description: DescriptionName, { driver = "client" }: CaseRunOptions = {}) {
    contextCount += 1;
    this.target = target;
    this.description = description;
    this.hub = `conformance_${RUN}_${contextCount}`;
    this.#driver = driver;
  }

  operation(id: OperationId): Operation {
    const operation = descriptions[this.description][id];
    if (operation === undefined) throw new Error(`${this.description} has no operation ${id}.`);
    return operation;
  }

  /** Sends a correct request with the driver of the run. Does not check the response. */
  async send(id: OperationId, values: Values = {}, headers: Readonly<Record<string, string>> = {}): Promise<Exchange> {
    const exchange =
      this.#driver === "client"
        ? await this.#sendByClient(this.operation(id), values, headers)
        : await send(this.target, this.request(id, values, { headers }));
    this.transcript.push(exchange);
    return exchange;
  }

  /** Sends a correct request, and checks for the status of success. */
  async expectAccepted(id: OperationId, values: Values = {}): Promise<Exchange> {
    const exchange = await this.send(id, values);
    this.expectResponse(id, exchange, Number(successStatus(this.operation(id))));
    return exchange;
  }

  /** Sends a correct request for something that does not exist, and checks for a 404. */
  async expectNotFound(id: OperationId, values: Values, code?: string): Promise<Exchange> {
    const exchange = await this.send(id, values);
    this.expectRejection(id, exchange, { status: 404, ...(code !== undefined && { code }) });
    return exchange;
  }

  /** Builds a request of any kind, without our client. Does not send it. */
  request(id: OperationId, values: Values = {}, options: RawOptions = {}): Exchange["request"] {
    const operation = this.operation(id);
    const { query, ...complete } = this.#complete(values);
    const version = "api-version" in query ? {} : { "api-version": apiVersionOf(operation) };
    return rawRequest(this.target, operation, { ...complete, query: { ...query, ...version } }, options);
  }

  /** Sends a request of any kind, without our client. Does not check the response. */
  async sendRaw(id: OperationId, values: Values = {}, options: RawOptions = {}): Promise<Exchange> {
    const exchange = await send(this.target, this.request(id, values, options));
    this.transcript.push(exchange);
    return exchange;
  }

  /** Sends a request of any kind, without our client, and checks that it is rejected. */
  async expectRejected(
    id: OperationId,
    values: Values,
    expected: ExpectedRejection,
    options: RawOptions = {},
  ): Promise<Exchange> {
    const exchange = await this.sendRaw(id, values, options);
    this.expectRejection(id, exchange, expected);
    return exchange;
  }

  /** Checks the status alone, and records nothing: for responses of which nothing else is known. */
  expectStatus(exchange: Exchange, status: number): void {
    this.expectEqual("status", exchange.response.status, status, exchange);
  }

  /** Checks the status, and records the coverage items. What else a response has is for `derived/response-cases.ts`. */
  expectResponse(id: OperationId, exchange: Exchange, status: number): void {
    this.expectStatus(exchange, status);
    const operation = this.operation(id);
    this.coverageItems.push(
      ...(status < 400 || status === 404
        ? exercisedItems(operation, exchange)
        : exercisedByResponse(operation, exchange)),
    );
  }

  /** Checks that a response is a rejection: its status, and what else is expected of it. */
  expectRejection(id: OperationId, exchange: Exchange, { status, code, target }: ExpectedRejection): void {
    this.expectResponse(id, exchange, status);
    if (code !== undefined) this.expectHeader(exchange, "x-ms-error-code", code);
    if (this.operation(id).method === "HEAD") return;
    const body = jsonOf(exchange) as { code?: unknown; target?: unknown } | undefined;
    if (code !== undefined) this.expectEqual("code", body?.code, code, exchange);
    if (target !== undefined) this.expectEqual("target", body?.target, target, exchange);
  }

  /** Checks a header of a response. @param value undefined if the header must be absent */
  expectHeader(exchange: Exchange, name: string, value: string | undefined): void {
    this.expectEqual(name, exchange.response.headers.get(name) ?? undefined, value, exchange);
  }

  /**
   * Checks that two values are deeply equal.
   *
   * @param label what is compared, as the report names it: "status", "x-ms-error-code"
   * @param found undefined if there is none
   * @param expected undefined if there must be none
   * @throws {ConformanceError} with a sentence such as "Expected status 400, got 200."
   */
  expectEqual(label: string, found: unknown, expected: unknown, exchange?: Exchange): void {
    if (isDeepStrictEqual(found, expected)) return;
    const wanted = expected === undefined ? `no ${label}` : `${label} ${shown(expected)}`;
    throw new ConformanceError(`Expected ${wanted}, got ${shown(found)}.`, exchange);
  }

  /**
   * Checks anything that is not an equality.
   *
   * @param difference what is wrong, as a sentence for the report
   * @throws {ConformanceError} if the condition is false
   */
  expect(condition: boolean, difference: string, exchange?: Exchange): void {
    if (!condition) throw new ConformanceError(difference, exchange);
  }

  /**
   * Checks that a frame has these members with these values; further members are ignored. Text and bytes are compared as a
   * whole.
   */
  expectFrame(frame: ReceivedFrame | undefined, expected: ReceivedFrame): void {
    if (frame === undefined) throw new ConformanceError(`Expected the frame ${shownFrame(expected)}, got none.`);
    if (isObjectFrame(expected)) {
      const members = Object.entries(expected);
      if (members.every(([name, value]) => isDeepStrictEqual((frame as typeof expected)[name], value))) return;
      throw new ConformanceError(`Expected a frame with ${shownFrame(expected)}, got ${shownFrame(frame)}.`);
    }
    if (isDeepStrictEqual(frame, expected)) return;
    throw new ConformanceError(`Expected the frame ${shownFrame(expected)}, got ${shownFrame(frame)}.`);
  }

  /** Checks that there are no frames. @param receiver the client that must not receive any, in words */
  expectNothing([first, ...more]: readonly ReceivedFrame[], receiver: string): void {
    if (first === undefined) return;
    const frame = shownFrame(first);
    throw new ConformanceError(
      more.length === 0
        ? `Unexpected frame for ${receiver}: ${frame}.`
        : `${more.length + 1} unexpected frames for ${receiver}; the first: ${frame}.`,
    );
  }

  /** Connects a client, with a token for it, and reads its `connected` frame, unless it is a simple client. */
  async connect(options: ClientOptions = {}): Promise<SocketClient> {
    const {
      name = options.userId ?? `client ${this.#clients.length + 1}`,
      protocol = JSON_PROTOCOL,
      query = {},
    } = options;
    const client = await this.open({
      name,
      query: { ...query, access_token: await this.clientToken(options) },
      protocols: protocol === null ? [] : [protocol],
      hub: options.hub,
    });
    client.userId = options.userId ?? "";
    client.hub = options.hub ?? this.hub;
    return client;
  }

  /** Opens a socket as requested, and reads its `connected` frame if it has a subprotocol. `close` closes it. */
  async open(request: SocketRequest): Promise<SocketClient> {
    const client = await this.socket(request);
    this.#clients.push(client);
    if (client.socket.protocol !== "") {
      const frame = (await client.next()) as Readonly<Record<string, unknown>>;
      this.expectFrame(frame, { type: "system", event: "connected" });
      client.connected = frame;
      client.id = String(frame.connectionId);
      client.reconnectionToken = String(frame.reconnectionToken ?? "");
    }
    return client;
  }

  /**
   * Opens a socket as requested, and reads nothing. The caller closes it.
   *
   * @throws {HandshakeRejectedError} if the handshake is rejected
   */
  socket({ name, query, protocols, headers = {}, hub }: SocketRequest): Promise<SocketClient> {
    const address = `${this.clientAddress(hub).replace(/^http/, "ws")}?${new URLSearchParams(query)}`;
    const onEntry = (record: TranscriptRecord) => this.transcript.push(record);
    return SocketClient.open(address, { name, protocols, headers, timeoutMs: this.timeoutMs, onEntry });
  }

  /** The URL that clients connect to, with the scheme of the endpoint. */
  clientAddress(hub = this.hub): string {
    return `${this.target.endpoint}/client/hubs/${encodeURIComponent(hub)}`;
  }

  /** A token for a client: signed with the access key, or from generateClientToken if the target has no key. */
  async clientToken(
    { userId, roles = [], groups = [], hub = this.hub }: ClientOptions = {},
    token: TokenOptions = {},
  ): Promise<string> {
    if (this.target.accessKey === undefined) {
      const query = { userId, role: roles, group: groups };
      const exchange = await this.send("generateClientToken", { path: { hub }, query });
      return String((jsonOf(exchange) as { token?: unknown } | undefined)?.token);
    }
    const claims = {
      ...(userId !== undefined && { sub: userId }),
      ...(roles.length > 0 && { role: roles }),
      ...(groups.length > 0 && { "webpubsub.group": groups }),
      exp: secondsOf(this.target) + 3600,
      ...token.claims,
    };
    return signToken(this.target, this.clientAddress(hub), { ...token, claims });
  }

  /**
   * The frames that a client received since the last call. They are those that come before a barrier, a message that is sent
   * to the client now, by another operation than the one under test: so no case waits for frames that must not come.
   *
   * A simple client needs a `userId`.
   *
   * @param via the operation under test, which does not send the barrier
   */
  async received(client: SocketClient, via?: OperationId): Promise<ReceivedFrame[]> {
    this.#barrierCount += 1;
    const data = `barrier ${this.#barrierCount}`;
    const body = text(data);
    const sender = client.id === "" ? "sendToUser" : "sendToConnection";
    const path = { hub: client.hub || this.hub };
    if (via === sender) await this.send("sendToAll", { path, body });
    else if (client.id === "") await this.send("sendToUser", { path: { ...path, userId: client.userId }, body });
    else await this.send("sendToConnection", { path: { ...path, connectionId: client.id }, body });
    const frames: ReceivedFrame[] = [];
    for (;;) {
      const frame = await client.next();
      const received = typeof frame === "object" && "data" in frame ? frame.data : frame;
      if (received === data) return frames;
      // Barriers that sendToAll sent for other clients do not count.
      if (!isBarrier(received)) frames.push(frame);
    }
  }

  /** How long to wait for a frame or a response. */
  get timeoutMs(): number {
    return this.target.timeoutMs ?? 5000;
  }

  /** Closes every client that is still connected. */
  async close(): Promise<void> {
    for (const { socket } of this.#clients) if (socket.readyState !== socket.CLOSED) socket.terminate();
  }

  #sendByClient(operation: Operation, values: Values, headers: Readonly<Record<string, string>>): Promise<Exchange> {
    return sendByClient(this.target, operation, apiVersionOf(operation), this.#complete(values), headers);
  }

  #complete({ path = {}, query = {}, body }: Values): RequestValues {
    return { path: { hub: this.hub, ...path }, query, ...(body !== undefined && { body }) };
  }
}
