import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** What the service answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the answer tells the api-versions: it does when the operation was reached. */
  readonly reached: boolean;
  /** Whether the body is sent in chunks, without its length. */
  readonly chunked?: boolean;
}

/** Thrown where an operation is refused: the reply that says so. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

export const OF_JSON = { "Content-Type": "application/json; charset=utf-8" };

/** The flat error of an operation. */
export function operationError(status: number, code: string, message: string, target: string): Refusal {
  const body = { code, message, target, details: null, inner: null };
  const headers = { ...OF_JSON, "x-ms-error-code": code };
  return new Refusal({ status, headers, body, reached: true });
}

/** What model validation answers: the operation was not reached. */
export function validationProblem(target: string, message: string): Refusal {
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
  return new Refusal({ status: 400, headers, body, reached: false });
}

/** A request that the operation itself finds wrong. */
export function badRequest(message: string, target = "Request"): Refusal {
  return operationError(400, "Error.BadRequest", message, target);
}

/** A request whose address makes no sense: there is no operation that it could have reached. */
export function badAddress(message: string): Refusal {
  return new Refusal({ ...badRequest(message).reply, reached: false });
}

/** A refusal without a body. */
export function bare(status: number, headers: Record<string, string> = {}): Refusal {
  return new Refusal({ status, headers, reached: false });
}

export const API_VERSIONS = ["2021-10-01", "2022-11-01", "2023-07-01", "2024-01-01", "2024-12-01"];

/**
 * Writes a reply with the headers that the service was recorded to send: no length on 204 and on a HEAD that found
 * something, a length of 0 where there is no body else, and on a HEAD that failed the length of the body it does not send.
 */
export function writeReply(response: ServerResponse, method: string, reply: Reply): void {
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
export function writeHalf(response: ServerResponse, socket: Socket, method: string, reply: Reply): void {
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
function render(method: string, reply: Reply): { headers: Record<string, string | number>; text: string } {
  const text = reply.body === undefined ? "" : JSON.stringify(reply.body);
  const headers: Record<string, string | number> = { ...reply.headers };
  if (reply.reached) headers["api-supported-versions"] = API_VERSIONS.join(", ");
  const bodiless = reply.status === 204 || (method === "HEAD" && text === "");
  if (!bodiless && !reply.chunked) headers["Content-Length"] = Buffer.byteLength(text);
  return { headers, text: method === "HEAD" ? "" : text };
}
