import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** What the service answers. */
export interface RestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the answer tells the api-versions: it does when the operation was reached. */
  readonly listsApiVersions: boolean;
  /** Whether the body is sent in chunks, without its length. */
  readonly chunked?: boolean;
}

/** Thrown where an operation is refused: the reply that says so. */
export class RejectionError extends Error {
  override readonly name = "Refusal";
  readonly response: RestResponse;

  constructor(response: RestResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

export const JSON_HEADERS = { "Content-Type": "application/json; charset=utf-8" };

/** The flat error of an operation. */
export function operationError(status: number, code: string, message: string, target: string): RejectionError {
  const body = { code, message, target, details: null, inner: null };
  const headers = { ...JSON_HEADERS, "x-ms-error-code": code };
  return new RejectionError({ status, headers, body, listsApiVersions: true });
}

/** What model validation answers: the operation was not reached. */
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

/** A request that the operation itself finds wrong. */
export function badRequest(message: string, target = "Request"): RejectionError {
  return operationError(400, "Error.BadRequest", message, target);
}

/** A request whose address makes no sense: there is no operation that it could have reached. */
export function badAddress(message: string): RejectionError {
  return new RejectionError({ ...badRequest(message).response, listsApiVersions: false });
}

/** A refusal without a body. */
export function emptyResponse(status: number, headers: Record<string, string> = {}): RejectionError {
  return new RejectionError({ status, headers, listsApiVersions: false });
}

export const API_VERSIONS = ["2021-10-01", "2022-11-01", "2023-07-01", "2024-01-01", "2024-12-01"];

/**
 * Writes a reply with the headers that the service was recorded to send: no length on 204 and on a HEAD that found
 * something, a length of 0 where there is no body else, and on a HEAD that failed the length of the body it does not send.
 */
export function writeResponse(response: ServerResponse, method: string, reply: RestResponse): void {
  const { headers, text } = render(method, reply);
  response.writeHead(reply.status, headers);
  if (reply.chunked) {
    response.write(text);
    response.end();
  } else {
    response.end(text);
  }
}

/** Writes the first half of a reply's body, or of its head where no body is sent, and ends the connection. */
export function writeTruncated(response: ServerResponse, socket: Socket, method: string, reply: RestResponse): void {
  const { headers, text } = render(method, reply);
  const end = () => socket.destroy();
  if (text === "") {
    socket.write(`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ""}\r\nDate: `, end);
    return;
  }
  response.writeHead(reply.status, headers);
  response.write(text.slice(0, text.length / 2), end);
}

/** @returns the headers, and the text that is sent: none in the answer to HEAD, whatever its headers tell of it */
function render(method: string, response: RestResponse): { headers: Record<string, string | number>; text: string } {
  const text = response.body === undefined ? "" : JSON.stringify(response.body);
  const headers: Record<string, string | number> = { ...response.headers };
  if (response.listsApiVersions) headers["api-supported-versions"] = API_VERSIONS.join(", ");
  const bodiless = response.status === 204 || (method === "HEAD" && text === "");
  if (!bodiless && !response.chunked) headers["Content-Length"] = Buffer.byteLength(text);
  return { headers, text: method === "HEAD" ? "" : text };
}
