import type { OperationRequest } from "../../generated/operation.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** A body that `fetch` sends unchanged. */
export type OutgoingBody = string | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

export interface SerializedBody {
  body: OutgoingBody;
  /** The Content-Type to send it with. */
  contentType: string;
}

/**
 * Serializes a body by its Content-Type: JSON as JSON, text and bytes unchanged. Without a Content-Type, a body that only
 * JSON can carry is sent as JSON; strings and bytes need one, because they could be sent in several ways.
 *
 * @throws {InvalidInputError} if the operation has no body or requires one, if it does not accept the Content-Type, or if
 * the body does not fit it or has a member that the operation does not have
 */
export function serializeBody(
  operation: OperationRequest,
  body: unknown,
  contentType?: string,
): SerializedBody | undefined {
  const { method, path, requestMediaTypes: accepted } = operation;
  if (body === undefined) {
    if (!operation.bodyRequired) return undefined;
    throw new InvalidInputError(`${method} ${path} requires a body (${accepted.join(", ")}).`);
  }
  if (accepted.length === 0) throw new InvalidInputError(`${method} ${path} takes no body. Leave \`body\` out.`);

  const type = contentType ?? inferredType(operation, body);
  const [mediaType = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  if (!accepted.includes(mediaType)) {
    throw new InvalidInputError(
      `${method} ${path} does not accept the Content-Type ${quote(type)}. Accepted: ${accepted.join(", ")}.`,
    );
  }
  if (mediaType === "application/json") {
    requireKnownMembers(operation, body);
    return { body: json(body), contentType: type };
  }
  if (mediaType.startsWith("text/")) return { body: text(body, parameters), contentType: type };
  return { body: bytes(body, type), contentType: type };
}

function inferredType({ requestMediaTypes: accepted }: OperationRequest, body: unknown): string {
  const ambiguous = typeof body === "string" || isBytes(body);
  if (accepted.includes("application/json") && (!ambiguous || accepted.length === 1)) return "application/json";
  throw new InvalidInputError(
    `The body is ${kindOf(body)}, which needs a Content-Type. Set it to one of ${accepted.join(", ")}, or wrap the body: json(…), text(…), bytes(…).`,
  );
}

/** A misspelt `filter` would select every connection. @throws {InvalidInputError} if the body has another member than the operation */
function requireKnownMembers({ method, path, bodyMembers }: OperationRequest, body: unknown): void {
  if (bodyMembers === undefined || typeof body !== "object" || body === null) return;
  const unknown = Object.keys(body).find((name) => !bodyMembers.includes(name));
  if (unknown === undefined) return;
  throw new InvalidInputError(
    `The body has the member ${quote(unknown)}, which ${method} ${path} does not have. Members: ${bodyMembers.join(", ")}.`,
  );
}

function json(body: unknown): string {
  // JSON.stringify would silently turn these into something else.
  const infinite = typeof body === "number" && !Number.isFinite(body);
  const written = isBytes(body) || infinite ? undefined : stringify(body);
  if (written !== undefined && !isLost(body, written)) return written;
  throw new InvalidInputError(
    `The body is ${kindOf(body)}, which JSON cannot represent. Convert it, or send it with another Content-Type.`,
  );
}

/**
 * Whether JSON has nothing of what an object contains: JSON.stringify writes `{}` for any Map, form, Promise or Error, and the
 * internal state of an async iterable instead of its items.
 */
function isLost(body: unknown, written: string): boolean {
  if (typeof body !== "object" || body === null || "toJSON" in body) return false;
  if (Symbol.asyncIterator in body) return true;
  return written === "{}" && (Symbol.iterator in body || Symbol.toStringTag in body || body instanceof Error);
}

function stringify(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new InvalidInputError(`The body cannot be written as JSON: ${quote((cause as Error)?.message)}.`, { cause });
  }
}

function text(body: unknown, parameters: readonly string[]): string {
  if (typeof body !== "string") {
    throw new InvalidInputError(
      `The body is ${kindOf(body)}, but text/plain needs a string. Convert it, or send it with another Content-Type.`,
    );
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  if (charset === undefined || charset === "utf-8" || charset === "utf8") return body;
  throw new InvalidInputError(
    `The Content-Type has charset=${charset}, but strings are sent as UTF-8. Leave the charset out.`,
  );
}

function bytes(body: unknown, type: string): OutgoingBody {
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return bytesOf(body);
  if (!isBytes(body)) {
    throw new InvalidInputError(
      `The body is ${kindOf(body)}, but ${type} needs bytes: a view such as Uint8Array, an ArrayBuffer, Blob or ReadableStream. Encode a string with TextEncoder, and pass an async iterable to ReadableStream.from.`,
    );
  }
  if (!(body as { locked?: boolean }).locked) return body;
  throw new InvalidInputError("The body is a stream that is read elsewhere (`locked`). Pass a new one.");
}

/** The bytes in the one form that everything sends, in the same memory, unless that can be written by other threads or resized. */
function bytesOf(body: ArrayBufferView | ArrayBuffer): Uint8Array<ArrayBuffer> {
  try {
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(body) ? body : new Uint8Array(body);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const isFixed = buffer instanceof ArrayBuffer && !(buffer as { resizable?: boolean }).resizable;
    return isFixed ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  } catch (cause) {
    throw new InvalidInputError(`The body is ${kindOf(body)} whose memory was transferred. Pass a copy.`, { cause });
  }
}

function isBytes(body: unknown): body is Exclude<OutgoingBody, string> {
  return (
    ArrayBuffer.isView(body) || body instanceof ArrayBuffer || body instanceof Blob || body instanceof ReadableStream
  );
}

function kindOf(body: unknown): string {
  if (body === null) return "null";
  if (typeof body === "string") return "a string";
  if (typeof body !== "object") return typeof body === "number" ? String(body) : `a ${typeof body}`;
  return Array.isArray(body) ? "an array" : `an object (${classOf(body)})`;
}

/** Iterators have a tag instead of a class with a name. */
function classOf(body: object): string {
  return body.constructor?.name || (body as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] || "without a class";
}
