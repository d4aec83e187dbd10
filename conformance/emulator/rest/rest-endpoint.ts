import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authentication } from "../authentication/index.js";
import { wwwAuthenticate } from "../authentication/index.js";
import type { Context } from "../emulator-context.js";
import type { RequestEntry } from "../emulator-log.js";
import type { Fault, Faults } from "../faults.js";
import type { Call } from "./handlers/handler.js";
import { handlers } from "./handlers/index.js";
import { readFilter } from "./request/filter-parameter.js";
import { readBody } from "./request/request-body.js";
import { checkApiVersion, readParameters } from "./request/request-parameters.js";
import { parseTarget, type RequestTarget } from "./request/request-target.js";
import {
  badAddress,
  emptyResponse,
  operationError,
  RejectionError,
  type RestResponse,
  writeResponse,
  writeTruncated,
} from "./response/rest-response.js";
import type { RestInterception } from "./rest-interception.js";
import { findRoute, type Route } from "./router.js";

export interface RestOptions {
  /** Whether generateToken rejects tokens that are signed with an access key, as resources do that allow Entra only. */
  readonly generateTokenRequiresEntra: boolean;
}

const NO_BODY = Buffer.alloc(0);

/** The log entry of a request, which grows while the request is handled. */
type RequestRecord = { -readonly [name in keyof Omit<RequestEntry, "sequence">]: RequestEntry[name] };

/** Handles the requests of the REST API. */
export class RestEndpoint {
  readonly #context: Context;
  readonly #faults: Faults;
  readonly #options: RestOptions;
  readonly #interception: RestInterception;

  constructor(context: Context, faults: Faults, options: RestOptions, interception: RestInterception = {}) {
    this.#context = context;
    this.#faults = faults;
    this.#options = options;
    this.#interception = interception;
  }

  /** Handles a request. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const record: RequestRecord = {
      kind: "request",
      operation: null,
      method,
      path: (request.url ?? "").split("?")[0] ?? "",
      hub: null,
      parameters: {},
      principal: null,
      status: 0,
    };
    let fault: Fault | undefined;
    let outcome: RestResponse | "nothing";
    try {
      let target = targetOf(request);
      if (this.#interception.target !== undefined) target = this.#interception.target(target, request);
      record.path = target.path;
      const route = routeOf(method, target);
      record.operation = route.id;
      record.hub = route.pathValues.hub?.toLowerCase() ?? null;
      fault = this.#faults.due(route.id, record.hub);
      outcome = await this.#withFault(fault, () => this.#run(request, target, route, record));
    } catch (error) {
      outcome = error instanceof RejectionError ? error.response : failure(error);
    }
    if (this.#interception.response !== undefined && outcome !== "nothing")
      outcome = this.#interception.response(outcome, request, record.operation);
    try {
      this.#respond(request, response, record, outcome, fault);
    } catch {
      request.socket.destroy();
    }
  }

  async #withFault(fault: Fault | undefined, act: () => Promise<RestResponse>): Promise<RestResponse | "nothing"> {
    switch (fault?.action) {
      case "delay":
        return (await this.#faults.delay(this.#context.clock, fault.delayMs ?? 1000)) ? act() : "nothing";
      case "status":
        return { status: fault.status ?? 500, headers: fault.headers ?? {}, listsApiVersions: false };
      case "throttle":
        return {
          status: 429,
          headers: { "Retry-After": String(fault.retryAfterSeconds ?? 1) },
          listsApiVersions: false,
        };
      case "drop-before":
      case "reset":
        return "nothing";
      default:
        return act();
    }
  }

  /** Checks a request in the order of the service, and performs its operation. */
  async #run(
    request: IncomingMessage,
    target: RequestTarget,
    { id, operation, pathValues }: Route,
    record: RequestRecord,
  ): Promise<RestResponse> {
    checkApiVersion(target.query);
    const values = readParameters(operation, pathValues, target.query);
    record.parameters = values;
    this.#authorize(request, target.path, operation.tokenRequired, id, record);
    const filter = values.filter === undefined ? undefined : readFilter(String(values.filter), "filter");
    const body = operation.bodyRequired ? await readBody(request) : NO_BODY;
    const host = request.headers.host ?? "localhost";
    const call: Call = {
      operation: id,
      hub: this.#context.hubs.get(pathValues.hub ?? ""),
      values,
      filter,
      headers: request.headers,
      body,
      address: `http://${host}${target.path}`,
      context: this.#context,
    };
    const { handle } = this.#interception;
    return handle === undefined ? handlers[id](call) : handle(call, handlers[id]);
  }

  #authorize(request: IncomingMessage, path: string, required: boolean, id: string, record: RequestRecord): void {
    const { authorization, host = "" } = request.headers;
    const outcome: Authentication = this.#context.authenticator.rest(authorization, host, path);
    if ("principal" in outcome) {
      record.principal = outcome.principal.kind;
      if (
        id !== "generateClientToken" ||
        outcome.principal.kind === "entra" ||
        !this.#options.generateTokenRequiresEntra
      )
        return;
      record.rejectionReason = "generateToken requires a Microsoft Entra token (generateTokenRequiresEntra is on)";
      throw emptyResponse(401, {
        "WWW-Authenticate":
          'Bearer error="invalid_token", error_description="generateToken requires a Microsoft Entra token"',
      });
    }
    if (!required) return;
    record.rejectionReason = outcome.explanation;
    throw emptyResponse(401, { "WWW-Authenticate": wwwAuthenticate(outcome) });
  }

  #respond(
    request: IncomingMessage,
    response: ServerResponse,
    record: RequestRecord,
    outcome: RestResponse | "nothing",
    fault: Fault | undefined,
  ): void {
    // Not the socket of the response, which is null until earlier responses on the connection are sent.
    const { socket } = request;
    const lost = outcome === "nothing" || fault?.action === "drop-after" || socket.destroyed;
    if (!lost) record.status = outcome.status;
    this.#context.log.add(record, request.url?.length);
    if (fault?.action === "reset") socket.resetAndDestroy();
    else if (lost) socket.destroy();
    else if (fault?.action === "truncate") writeTruncated(response, socket, record.method, outcome);
    else if (this.#interception.write?.(outcome, request, record.operation) !== true)
      writeResponse(response, record.method, outcome);
  }
}

function targetOf({ url, headers }: IncomingMessage): RequestTarget {
  const target = parseTarget(url ?? "");
  if (target === undefined) throw badAddress("The URL of the request is malformed.");
  // Links and tokens contain it.
  if (headers.host !== undefined && headers.host !== lastValidHost && !isHost(headers.host)) {
    throw badAddress("The Host header of the request is malformed.");
  }
  lastValidHost = headers.host;
  return target;
}

/** Nearly every request has the same host, so the last valid one is not checked again. */
let lastValidHost: string | undefined;

function isHost(host: string): boolean {
  return !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);
}

function routeOf(method: string, target: RequestTarget): Route {
  const found = findRoute(method, target.segments);
  if (found === undefined) throw emptyResponse(404);
  if ("allow" in found) throw emptyResponse(405, { Allow: found.allow.join(", ") });
  return found;
}

/** The request was incomplete, or the emulator has a bug: only this request fails. */
function failure(error: unknown): RestResponse {
  const message = error instanceof Error ? error.message : "unknown";
  return operationError(500, "Error.InternalServerError", message, "Request").response;
}
