import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { OperationId } from "../../generated/2024-12-01/operations.js";
import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import { type CoverageItem, exercisedByResponse, exercisedItems } from "../description/coverage-items.js";
import { apiVersionOf, successStatus } from "../description/example-requests.js";
import { checkResponse } from "../description/response-check.js";
import type { Target } from "../targets/target.js";
import { sendByClient } from "../wire/client-driver.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { type Exchange, jsonOf, mediaTypeOf } from "../wire/exchange.js";
import { send } from "../wire/http.js";
import { type RequestValues, text } from "../wire/message-bodies.js";
import { type RawOptions, rawRequest } from "../wire/raw-request.js";
import { JSON_PROTOCOL, type ReceivedFrame, SocketClient } from "../wire/socket-client.js";
import { secondsOf, signToken, type TokenOptions } from "../wire/tokens.js";
import type { TranscriptRecord } from "../wire/transcript.js";
import type { CaseRunOptions } from "./case.js";

/** The values of a request; what is left out is the stage's own hub, the description's api-version, or nothing. */
export type Values = Partial<RequestValues>;

/** How a request has to be refused. What is left out is not looked at; message texts never are. */
export interface ExpectedRejection {
  readonly status: number;
  /** In `x-ms-error-code`, and in the body where there is one. */
  readonly code?: string;
  /** In the body. */
  readonly target?: string;
  /** `operation`: the flat error of an operation; `validation`: the `application/problem+json` of model validation. */
  readonly format?: "operation" | "validation";
}

export interface ClientOptions {
  readonly name?: string;
  readonly userId?: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  /** Null: a raw client. @default json.webpubsub.azure.v1 */
  readonly protocol?: string | null;
  /** @default the stage's */
  readonly hub?: string;
  /** Further parameters of the address. */
  readonly query?: Readonly<Record<string, string>>;
}

/** Where a client connects to, and as what, with nothing added. */
export interface SocketRequest {
  /** As reports call it. */
  readonly name: string;
  /** Of the address. */
  readonly query: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the stage's */
  readonly hub?: string | undefined;
}

/** Whether what a client got is a message that a stage sent to see that nothing came before it. */
export function isBarrier(data: unknown): boolean {
  return /^barrier \d+$/.test(String(data));
}

function describeFrame(frame: ReceivedFrame): string {
  return frame instanceof Uint8Array ? `bytes ${Buffer.from(frame).toString("hex")}` : JSON.stringify(frame);
}

/** Told apart by run, so that runs side by side, or one that died, are in nobody's way. */
const RUN = randomBytes(4).toString("hex");
let contextCount = 0;

/** Where a case plays: a hub of its own on a target, clients that connect to it, and a record of all that happens. */
export class CaseContext {
  readonly target: Target;
  readonly description: DescriptionName;
  /** A hub that no other case uses. */
  readonly hub: string;
  /** The id of a connection that there never was. */
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

  /** Sends a correct request, by the driver of the run. What is answered is not looked at. */
  async send(id: OperationId, values: Values = {}, headers: Readonly<Record<string, string>> = {}): Promise<Exchange> {
    const exchange =
      this.#driver === "client"
        ? await this.#sendByClient(this.operation(id), values, headers)
        : await send(this.target, this.request(id, values, { headers }));
    this.transcript.push(exchange);
    return exchange;
  }

  /** Sends a correct request, which has to be answered with success, as the description has it. */
  async expectAccepted(id: OperationId, values: Values = {}): Promise<Exchange> {
    const exchange = await this.send(id, values);
    this.expectResponse(id, exchange, Number(successStatus(this.operation(id))));
    return exchange;
  }

  /** Sends a correct request for what is not there, which has to be answered with 404. */
  async expectNotFound(id: OperationId, values: Values, code?: string): Promise<Exchange> {
    const exchange = await this.send(id, values);
    this.expectRejection(id, exchange, { status: 404, ...(code !== undefined && { code }) });
    return exchange;
  }

  /** A request of any kind, without our client. It is not sent. */
  request(id: OperationId, values: Values = {}, options: RawOptions = {}): Exchange["request"] {
    const operation = this.operation(id);
    const { query, ...complete } = this.#complete(values);
    const version = "api-version" in query ? {} : { "api-version": apiVersionOf(operation) };
    return rawRequest(this.target, operation, { ...complete, query: { ...query, ...version } }, options);
  }

  /** Sends a request of any kind, without our client. What is answered is not looked at. */
  async sendRaw(id: OperationId, values: Values = {}, options: RawOptions = {}): Promise<Exchange> {
    const exchange = await send(this.target, this.request(id, values, options));
    this.transcript.push(exchange);
    return exchange;
  }

  /** Sends a request of any kind, which has to be refused. */
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

  /** Checks the status alone, where it is not known what else the answer has. */
  expectStatus(exchange: Exchange, status: number): void {
    const found = exchange.response.status;
    this.expect(found === status, `The status is ${found}, and should be ${status}.`, exchange);
  }

  /** Checks the answer against the response that the description has for a status, and counts what it shows. */
  expectResponse(id: OperationId, exchange: Exchange, status: number): void {
    this.expectStatus(exchange, status);
    const operation = this.operation(id);
    const stated = String(status) in operation.responses ? String(status) : "default";
    checkResponse(this.description, operation, stated, exchange);
    this.coverageItems.push(
      ...(status < 400 || status === 404
        ? exercisedItems(operation, exchange)
        : exercisedByResponse(operation, exchange)),
    );
  }

  /** Checks an answer that has to be a refusal. */
  expectRejection(id: OperationId, exchange: Exchange, { status, code, target, format }: ExpectedRejection): void {
    this.expectResponse(id, exchange, status);
    const { headers } = exchange.response;
    const body = jsonOf(exchange) as { code?: unknown; target?: unknown } | undefined;
    const hasBody = this.operation(id).method !== "HEAD";
    this.expect(
      code === undefined || headers.get("x-ms-error-code") === code,
      `x-ms-error-code is ${headers.get("x-ms-error-code")}, and should be ${code}.`,
      exchange,
    );
    if (!hasBody) return;
    this.expect(
      code === undefined || body?.code === code,
      `The code is ${JSON.stringify(body?.code)}, and should be ${code}.`,
      exchange,
    );
    this.expect(
      target === undefined || body?.target === target,
      `The target is ${JSON.stringify(body?.target)}, and should be ${target}.`,
      exchange,
    );
    if (format === undefined) return;
    const mediaType = format === "operation" ? "application/json" : "application/problem+json";
    this.expect(
      mediaTypeOf(headers) === mediaType,
      `The Content-Type is ${headers.get("content-type")}, and should be ${mediaType}.`,
      exchange,
    );
    const told = headers.has("api-supported-versions");
    this.expect(
      told === (format === "operation"),
      `api-supported-versions is ${told ? "there, and should not be where the operation was not reached" : "missing"}.`,
      exchange,
    );
  }

  /** @throws {ConformanceError} unless it is so */
  expect(isSo: boolean, difference: string, exchange?: Exchange): void {
    if (!isSo) throw new ConformanceError(difference, exchange);
  }

  /**
   * Checks that a frame has these members, with these values; what else it has is not looked at. A text or bytes are
   * compared as a whole.
   */
  expectFrame(frame: ReceivedFrame | undefined, expected: ReceivedFrame): void {
    if (frame === undefined) throw new ConformanceError(`No frame came, and ${JSON.stringify(expected)} should have.`);
    const isMembers = typeof expected === "object" && !(expected instanceof Uint8Array);
    const same = isMembers
      ? Object.entries(expected).every(([name, value]) =>
          isDeepStrictEqual((frame as Record<string, unknown>)[name], value),
        )
      : isDeepStrictEqual(frame, expected);
    if (!same)
      throw new ConformanceError(
        `The frame is ${describeFrame(frame)}, and should be or have ${describeFrame(expected)}.`,
      );
  }

  /** Checks that there are no frames. @param where who should have got none, in words */
  expectNothing(frames: readonly ReceivedFrame[], where: string): void {
    if (frames.length > 0)
      throw new ConformanceError(
        `No frame should have come to ${where}, and ${frames.length} did: ${JSON.stringify(frames[0])}.`,
      );
  }

  /** Connects a client, and takes the `connected` frame of a JSON subprotocol. */
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

  /** Connects a client as it is asked to, and takes the `connected` frame of a JSON subprotocol. */
  async open(request: SocketRequest): Promise<SocketClient> {
    const client = await this.socket(request);
    this.#clients.push(client);
    if (client.socket.protocol !== "") {
      const frame = (await client.next()) as Readonly<Record<string, unknown>>;
      this.expect(
        frame.type === "system" && frame.event === "connected",
        `The first frame of ${request.name} is not \`connected\`: ${JSON.stringify(frame)}.`,
      );
      client.connected = frame;
      client.id = String(frame.connectionId);
      client.reconnectionToken = String(frame.reconnectionToken ?? "");
    }
    return client;
  }

  /**
   * Opens a socket, of which nothing is taken. Whoever asks for it closes it.
   *
   * @throws {HandshakeRefused} if the handshake is refused
   */
  socket({ name, query, protocols, headers = {}, hub }: SocketRequest): Promise<SocketClient> {
    const address = `${this.clientAddress(hub).replace(/^http/, "ws")}?${new URLSearchParams(query)}`;
    const note = (step: TranscriptRecord) => this.transcript.push(step);
    return SocketClient.open(address, { name, protocols, headers, timeoutMs: this.timeoutMs, onEntry: note });
  }

  /** Where clients connect, in the scheme of the endpoint. */
  clientAddress(hub = this.hub): string {
    return `${this.target.endpoint}/client/hubs/${encodeURIComponent(hub)}`;
  }

  /** A token for a client: signed with the access key, or got from generateToken where there is none. */
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
   * What a client got since the last call: every frame before a message that is sent to it now, by another operation than
   * the one under test. So nobody waits for what should not come. A raw client needs a `userId` for it.
   *
   * @param via the operation that must not be used for it
   */
  async received(client: SocketClient, via?: OperationId): Promise<ReceivedFrame[]> {
    this.#barrierCount += 1;
    const data = `barrier ${this.#barrierCount}`;
    const body = text(data);
    const known = client.id === "" ? "sendToUser" : "sendToConnection";
    const path = { hub: client.hub || this.hub };
    if (via === known) await this.send("sendToAll", { path, body });
    else if (client.id === "") await this.send("sendToUser", { path: { ...path, userId: client.userId }, body });
    else await this.send("sendToConnection", { path: { ...path, connectionId: client.id }, body });
    const frames: ReceivedFrame[] = [];
    for (;;) {
      const frame = await client.next();
      const said = typeof frame === "object" && "data" in frame ? frame.data : frame;
      if (said === data) return frames;
      // Barriers to everybody are in nobody's way.
      if (!isBarrier(said)) frames.push(frame);
    }
  }

  /** In milliseconds. */
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
