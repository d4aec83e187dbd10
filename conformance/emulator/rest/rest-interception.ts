import type { IncomingMessage } from "node:http";
import type { Call, Handler } from "./handlers/handler.js";
import type { RequestTarget } from "./request/request-target.js";
import type { RestResponse } from "./response/rest-response.js";

/** Where the REST side of the emulator can be made wrong. What is left out is done as always. */
export interface RestInterception {
  /** The address as the REST API understands it, before the operation is looked for. The audience is checked by its `path`. */
  readonly target?: (target: RequestTarget, request: IncomingMessage) => RequestTarget;
  /** Does what an operation does, once the request was found correct and authorized. Refuses by throwing a `Refusal`. */
  readonly handle?: (call: Call, handler: Handler) => RestResponse;
  /** What is answered, refusals included. The operation is null where none was found. */
  readonly response?: (response: RestResponse, request: IncomingMessage, operation: string | null) => RestResponse;
  /** Writes the answer to the socket of the request. @returns false if it did not */
  readonly write?: (response: RestResponse, request: IncomingMessage, operation: string | null) => boolean;
}
