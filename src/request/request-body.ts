import type { OperationRequest } from "../../generated/operation.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** What fetch is given to send, with the media type to send it under. */
export interface SerializedBody {
  body: string | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;
  contentType: string;
}

/**
 * Serializes a body by its Content-Type: JSON as JSON, text as it is, bytes as they are. Without a Content-Type a body
 * that only JSON can carry goes as JSON; a string or bytes could go in more than one way, so they need one.
 *
 * @throws {InvalidInputError} if the operation takes no body or needs one, if it does not take the media type, or if
 * the body cannot be sent under it.
 */
export function serializeBody(
  shape: OperationRequest,
  body: unknown,
  contentType: string | null,
): SerializedBody | undefined {
  const { method, path, requestMediaTypes: accepted } = shape;
  if (body === undefined) {
    if (shape.bodyRequired) throw new InvalidInputError(`${method} ${path} needs a body: ${accepted.join(", ")}.`);
    return undefined;
  }
  if (accepted.length === 0) throw new InvalidInputError(`${method} ${path} takes no body. Leave \`body\` out.`);

  const type = contentType ?? inferredType(shape, body);
  const [mediaType = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  if (!accepted.includes(mediaType)) {
    throw new InvalidInputError(`${method} ${path} takes no Content-Type ${quote(type)}, but ${accepted.join(", ")}.`);
  }
  if (mediaType === "application/json") return { body: json(body), contentType: type };
  if (mediaType.startsWith("text/")) return { body: text(body, parameters), contentType: type };
  return { body: bytes(body, type), contentType: type };
}

function inferredType({ requestMediaTypes: accepted }: OperationRequest, body: unknown): string {
  const ambiguous = typeof body === "string" || isBytes(body);
  if (accepted.includes("application/json") && (!ambiguous || accepted.length === 1)) return "application/json";
  throw new InvalidInputError(
    `The body is ${kindOf(body)}, which does not say how it is to be sent. Pass the header Content-Type: ${accepted.join(", ")}.`,
  );
}

function json(body: unknown): string {
  // What JSON.stringify would turn into something else without a word.
  const infinite = typeof body === "number" && !Number.isFinite(body);
  const sendable = !isBytes(body) && !isUnwritten(body) && !infinite;
  const written = sendable ? stringify(body) : undefined;
  if (written !== undefined) return written;
  throw new InvalidInputError(
    `The body is ${kindOf(body)}, which is no JSON value. Convert it, or send it under another Content-Type.`,
  );
}

/** Whether JSON.stringify makes `{}` of it, whatever it holds. */
function isUnwritten(body: unknown): boolean {
  // Not in a list beside: to name FormData makes Node.js load its fetch, which takes as long as all the rest of this package.
  return body instanceof Map || body instanceof Set || body instanceof FormData || body instanceof URLSearchParams;
}

function stringify(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new InvalidInputError("The body cannot be written as JSON: it holds itself, or a bigint.", { cause });
  }
}

function text(body: unknown, parameters: readonly string[]): string {
  if (typeof body !== "string") {
    throw new InvalidInputError(
      `The body is ${kindOf(body)}, but text/plain is a string. Convert it, or send it under another Content-Type.`,
    );
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  if (charset === undefined || charset === "utf-8" || charset === "utf8") return body;
  throw new InvalidInputError(
    `A string is sent as UTF-8, but the Content-Type says charset=${charset}. Leave the charset out.`,
  );
}

function bytes(body: unknown, type: string): SerializedBody["body"] {
  if (isBytes(body)) return body;
  throw new InvalidInputError(
    `The body is ${kindOf(body)}, but ${type} is bytes: a Uint8Array, an ArrayBuffer, a Blob or a ReadableStream. A string becomes bytes with new TextEncoder().encode(…).`,
  );
}

function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array> {
  return (
    ArrayBuffer.isView(body) || body instanceof ArrayBuffer || body instanceof Blob || body instanceof ReadableStream
  );
}

function kindOf(body: unknown): string {
  if (body === null) return "null";
  if (typeof body === "string") return "a string";
  if (typeof body !== "object") return typeof body === "number" ? String(body) : `a ${typeof body}`;
  return Array.isArray(body) ? "an array" : `an object (${body.constructor?.name ?? "without a class"})`;
}
