import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { apiVersions } from "../../../../generated/versions.js";

export interface RestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether it has `api-supported-versions`: the service adds it once the request has reached the operation. */
  readonly listsApiVersions: boolean;
  /** Whether the body is sent in chunks instead of with a Content-Length. */
  readonly chunked?: boolean;
}

/** Thrown to reject a request. */
export class RejectionError extends Error {
  override readonly name = "RejectionError";
  readonly response: RestResponse;

  constructor(response: RestResponse) {
    super(`Rejected with ${response.status}`);
    this.response = response;
  }
}

export const JSON_HEADERS = { "Content-Type": "application/json; charset=utf-8" };

/** The error format of operations. */
export function operationError(status: number, code: string, message: string, target: string): RejectionError {
  const body = { code, message, target, details: null, inner: null };
  const headers = { ...JSON_HEADERS, "x-ms-error-code": code };
  return new RejectionError({ status, headers, body, listsApiVersions: true });
}

/** The error format of model validation, which comes before the operation. */
export function validationProblem(target: string, message: string): RejectionError {
  const code = "Error.BadRequest";
  const body = {
    code,
    message,
    target,
    errors: { [target]: [message] },
    type: null,
    title: "One or more validation errors occurred.",
    status: 400,
    detail: null,
    instance: null,
    extensions: {},
  };
  const headers = { "Content-Type": "application/problem+json; charset=utf-8", "x-ms-error-code": code };
  return new RejectionError({ status: 400, headers, body, listsApiVersions: false });
}

/** An error of the operation itself. */
export function badRequest(message: string, target = "Request"): RejectionError {
  return operationError(400, "Error.BadRequest", message, target);
}

/** An error of a request that matches no operation, because its URL or its Host is malformed. */
export function badAddress(message: string): RejectionError {
  return new RejectionError({ ...badRequest(message).response, listsApiVersions: false });
}

/** A rejection without a body. */
export function emptyResponse(status: number, headers: Record<string, string> = {}): RejectionError {
  return new RejectionError({ status, headers, listsApiVersions: false });
}

/**
 * Writes a response with the Content-Length that the service was recorded to send: none with 204 and with the success of
 * HEAD; with the failure of HEAD the length of the body that is not sent; 0 with other responses without a body.
 */
export function writeResponse(to: ServerResponse, method: string, response: RestResponse): void {
  const { headers, text } = render(method, response);
  to.writeHead(response.status, headers);
  if (response.chunked) {
    to.write(text);
    to.end();
  } else {
    to.end(text);
  }
}

/** Writes the first half of the body, or of the head if no body is sent, and closes the connection. */
export function writeTruncated(to: ServerResponse, socket: Socket, method: string, response: RestResponse): void {
  const { headers, text } = render(method, response);
  const close = () => socket.destroy();
  if (text === "") {
    socket.write(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}\r\nDate: `, close);
    return;
  }
  to.writeHead(response.status, headers);
  to.write(text.slice(0, text.length / 2), close);
}

/** @returns the headers, and the text to send: none for HEAD, though the headers may describe a body */
function render(method: string, response: RestResponse): { headers: Record<string, string | number>; text: string } {
  const text = response.body === undefined ? "" : JSON.stringify(response.body);
  const headers: Record<string, string | number> = { ...response.headers };
  if (response.listsApiVersions) headers["api-supported-versions"] = apiVersions.join(", ");
  const bodiless = response.status === 204 || (method === "HEAD" && text === "");
  if (!bodiless && !response.chunked) headers["Content-Length"] = Buffer.byteLength(text);
  return { headers, text: method === "HEAD" ? "" : text };
}
