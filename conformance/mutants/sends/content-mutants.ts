import type { Mutant } from "../mutant.js";
import type { Variant } from "../variants.js";
import { delivering, handling, sendMutants, type WrongSend } from "./send-variants.js";

const VARIANTS: readonly Variant<WrongSend>[] = [
  [
    "null-is-lost",
    "the JSON value null is not delivered",
    delivering((message, deliver) => {
      if (message.payload.data !== null) deliver(message);
    }),
  ],
  [
    "false-is-lost",
    "JSON that is neither an object nor an array is delivered as an empty object",
    delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "json" && typeof message.payload.data !== "object"
          ? { ...message, payload: { dataType: "json", data: {}, text: "{}" } }
          : message,
      ),
    ),
  ],
  [
    "charset-ignored",
    "every text is read as UTF-8, whatever its charset",
    handling((call, handler) =>
      handler({
        ...call,
        headers: { ...call.headers, "content-type": call.headers["content-type"]?.replace(/;.*/, "") },
      }),
    ),
  ],
  [
    "charset-refused",
    "a media type with a parameter is rejected",
    handling((call, handler) =>
      call.headers["content-type"]?.includes(";") ? { status: 415, listsApiVersions: false } : handler(call),
    ),
  ],
  [
    "media-type-needed",
    "a body without a media type is rejected",
    handling((call, handler) =>
      call.headers["content-type"] === undefined ? { status: 415, listsApiVersions: false } : handler(call),
    ),
  ],
  [
    "any-media-type",
    "a body of an unknown media type is delivered as bytes",
    handling((call, handler) =>
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
  ],
  [
    "metadata-lost",
    "metadata is not delivered",
    delivering(({ metadata: _, ...message }, deliver) => deliver(message)),
  ],
  [
    "text-cut-at-a-line",
    "only the first line of a text is delivered",
    delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "text"
          ? { ...message, payload: { dataType: "text", data: message.payload.data.split("\n")[0] ?? "" } }
          : message,
      ),
    ),
  ],
];

export const content: readonly Mutant[] = sendMutants(
  "content",
  { written: [{ topics: ["operation"], aspects: ["media types", "effects"] }], constraints: ["body not"] },
  VARIANTS,
);
