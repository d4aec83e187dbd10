import type { IncomingMessage } from "node:http";
import type { Payload } from "../../state/message.js";
import { badRequest, emptyResponse } from "../response/rest-response.js";

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the body of a request.
 *
 * @throws {RejectionError} 400 if the request has no Content-Length or one above 1 MiB
 * @throws {Error} if the client disconnects before the end of the body
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!(length <= MAX_BODY_BYTES)) {
    // The rest is read and discarded: otherwise the client might not read the response.
    request.resume();
    throw badRequest(`Content-Length is required and must not exceed ${MAX_BODY_BYTES.toLocaleString("en")} bytes.`);
  }
  // Not by an async iterator, which takes as long as the rest of a small request.
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error("The client disconnected."));
    // It may have disconnected during a delay, and then there is no further event.
    if (request.destroyed) return onClose();
    const chunks: Buffer[] = [];
    request.on("close", onClose);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

/**
 * Reads the body as the message to send.
 *
 * @throws {RejectionError} 415 for an unsupported media type or charset, 400 for invalid JSON
 */
export function readPayload(contentType: string | undefined, body: Buffer): Payload {
  const { mediaType, charset } = parseContentType(contentType ?? "application/octet-stream");
  switch (mediaType) {
    case "application/octet-stream":
      return { dataType: "binary", data: body };
    case "text/plain":
      return { dataType: "text", data: decode(body, charset) };
    case "application/json":
      return readJson(decode(body, charset));
    default:
      throw emptyResponse(415);
  }
}

/** @throws {RejectionError} 415 for another media type than JSON, 400 for invalid JSON */
export function readJsonBody(contentType: string | undefined, body: Buffer): unknown {
  const { mediaType, charset } = parseContentType(contentType ?? "");
  if (mediaType !== "application/json") throw emptyResponse(415);
  return (readJson(decode(body, charset)) as { data: unknown }).data;
}

function readJson(text: string): Payload {
  try {
    return { dataType: "json", data: JSON.parse(text) as unknown, text };
  } catch {
    throw badRequest("The body is not valid JSON.");
  }
}

function parseContentType(header: string): { mediaType: string; charset: string } {
  const [mediaType = "", ...parameters] = header.split(";").map((part) => part.trim());
  const charset = parameters
    .find((parameter) => /^charset=/i.test(parameter))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  return { mediaType: mediaType.toLowerCase(), charset: charset ?? "utf-8" };
}

const utf8 = new TextDecoder();

function decode(body: Buffer, charset: string): string {
  return (charset === "utf-8" ? utf8 : decoderOf(charset)).decode(body);
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    throw emptyResponse(415);
  }
}
