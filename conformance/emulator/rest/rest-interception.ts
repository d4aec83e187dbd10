import type { IncomingMessage } from "node:http";
import type { Call, Handler } from "./handlers/handler.js";
import type { RequestTarget } from "./request/request-target.js";
import type { RestResponse } from "./response/rest-response.js";

/** Hooks that make the REST API of the emulator faulty. Without a hook its step is unchanged. */
export interface RestInterception {
  /** Replaces the parsed URL, before the operation is looked up. Its `path` is also what the audience is checked against. */
  readonly target?: (target: RequestTarget, request: IncomingMessage) => RequestTarget;
  /** Performs an operation, instead of its handler. The request is valid and authorized. @throws {RejectionError} */
  readonly handle?: (call: Call, handler: Handler) => RestResponse;
  /** Replaces a response, rejections included. The operation is null if the request matches none. */
  readonly response?: (response: RestResponse, request: IncomingMessage, operation: string | null) => RestResponse;
  /** Writes the response to the socket of the request. @returns false to have it written as usual */
  readonly write?: (response: RestResponse, request: IncomingMessage, operation: string | null) => boolean;
}
