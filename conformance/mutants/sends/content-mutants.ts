import type { Mutant } from "../mutant.js";
import { delivering, handling, mutantsOf, type Variant } from "./send-variants.js";

const VARIANTS: readonly Variant[] = [
  {
    name: "null-is-lost",
    summary: "JSON that is null is no message",
    make: delivering((message, deliver) => {
      if (message.payload.data !== null) deliver(message);
    }),
  },
  {
    name: "false-is-lost",
    summary: "JSON that counts as false is an empty object",
    make: delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "json" && typeof message.payload.data !== "object"
          ? { ...message, payload: { dataType: "json", data: {}, text: "{}" } }
          : message,
      ),
    ),
  },
  {
    name: "charset-ignored",
    summary: "every text is taken for UTF-8",
    make: handling((call, handler) =>
      handler({
        ...call,
        headers: { ...call.headers, "content-type": call.headers["content-type"]?.replace(/;.*/, "") },
      }),
    ),
  },
  {
    name: "charset-refused",
    summary: "a media type with a parameter is not known",
    make: handling((call, handler) =>
      call.headers["content-type"]?.includes(";") ? { status: 415, listsApiVersions: false } : handler(call),
    ),
  },
  {
    name: "media-type-needed",
    summary: "a message without a media type is refused",
    make: handling((call, handler) =>
      call.headers["content-type"] === undefined ? { status: 415, listsApiVersions: false } : handler(call),
    ),
  },
  {
    name: "any-media-type",
    summary: "what is of an unknown media type is taken for bytes",
    make: handling((call, handler) =>
      handler({
        ...call,
        headers: {
          ...call.headers,
          "content-type": /json|text\/plain/.test(call.headers["content-type"] ?? "")
            ? call.headers["content-type"]
            : "application/octet-stream",
        },
      }),
    ),
  },
  {
    name: "metadata-lost",
    summary: "metadata does not come with the message",
    make: delivering(({ metadata: _, ...message }, deliver) => deliver(message)),
  },
  {
    name: "text-cut-at-a-line",
    summary: "a text ends at its first line",
    make: delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "text"
          ? { ...message, payload: { dataType: "text", data: message.payload.data.split("\n")[0] ?? "" } }
          : message,
      ),
    ),
  },
];

export const content: readonly Mutant[] = mutantsOf("content", VARIANTS);
