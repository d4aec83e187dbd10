import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { changeOutgoing } from "../support/change-frames.js";
import { omit } from "../support/omit.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeFramesOf, wrongOutgoing } from "./outgoing-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  ["ack-missing", "No frame is acknowledged.", changeFramesOf("ack", () => undefined)],
  [
    "ack-of-success-missing",
    "Success is not acknowledged.",
    changeFramesOf("ack", (frame) => (frame.success === true ? undefined : frame)),
  ],
  [
    "ack-always-success",
    "Every request is acknowledged as successful.",
    changeFramesOf("ack", ({ type, ackId }) => ({ type, ackId, success: true })),
  ],
  [
    "ack-never-success",
    "No request is acknowledged as successful.",
    changeFramesOf("ack", ({ type, ackId }) => ({
      type,
      ackId,
      success: false,
      error: { name: "InternalServerError", message: "No." },
    })),
  ],
  [
    "ack-without-error",
    "The acknowledgement of a failure has no error.",
    changeFramesOf("ack", (frame) => omit(frame, "error")),
  ],
  [
    "ack-other-error",
    "The error of every acknowledgement is BadRequest.",
    changeFramesOf("ack", (frame) =>
      frame.error === undefined ? frame : { ...frame, error: { name: "BadRequest", message: "No." } },
    ),
  ],
  [
    "ack-error-beside-success",
    "The acknowledgement of success has an error, too.",
    changeFramesOf("ack", (frame) => ({ error: { name: "None", message: "" }, ...frame })),
  ],
  [
    "ack-id-of-32-bits",
    "An ackId is truncated to 32 bits.",
    changeFramesOf("ack", (frame) => ({ ...frame, ackId: Number(frame.ackId) | 0 })),
  ],
  [
    "ack-counted",
    "The service numbers acknowledgements itself.",
    () => {
      let count = 0;
      return {
        outgoing: changeOutgoing((frame) => {
          count -= 1;
          return frame.type === "ack" ? { ...frame, ackId: count } : frame;
        }),
      };
    },
  ],
  ["pong-missing", "A ping gets no pong.", changeFramesOf("pong", () => undefined)],
  [
    "pong-as-ack",
    "A ping gets an ack instead of a pong.",
    changeFramesOf("pong", () => ({ type: "ack", success: true })),
  ],
];

export const acks: readonly Mutant[] = mutantsOf(
  "acks",
  wrongOutgoing({ written: [{ topics: ["client requests", "identity"] }] }),
  VARIANTS,
);
