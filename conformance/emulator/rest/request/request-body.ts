import type { IncomingMessage } from "node:http";
import type { Payload } from "../../state/message.js";
import { badRequest, emptyResponse } from "../response/rest-response.js";

/** The most that a body may be long, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The body of a request, which has to say how long it is.
 *
 * @throws {Refusal} 400 if it does not say so or is too long
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!(length <= MAX_BODY_BYTES)) {
    // What is still to come is read and thrown away, so that the client gets to read the answer.
    request.resume();
    throw badRequest(`The request needs a Content-Length of ${MAX_BODY_BYTES} bytes at the most.`);
  }
  // By events: an async iterator takes as long as all the rest of a small request.
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error("The client has gone."));
    // Told of no more, if it went while the request was held back.
    if (request.destroyed) return gone();
    const chunks: Buffer[] = [];
    request.on("close", gone);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

/** @throws {Refusal} 415 for a media type or a charset that is not taken, 400 for what is not JSON */
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

/** @throws {Refusal} 415 for another media type than JSON, 400 for what is not JSON */
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
