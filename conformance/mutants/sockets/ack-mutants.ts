import type { Mutant } from "../mutant.js";
import { outgoing } from "../support/change-frames.js";
import { omit } from "../support/omit.js";
import { mutantsOf, of, type Variant } from "./outgoing-frames.js";

const VARIANTS: readonly Variant[] = [
  ["ack-missing", "No frame is acknowledged.", of("ack", () => undefined)],
  [
    "ack-of-success-missing",
    "What was done is not acknowledged.",
    of("ack", (frame) => (frame.success === true ? undefined : frame)),
  ],
  [
    "ack-always-success",
    "Every frame is acknowledged as done.",
    of("ack", ({ type, ackId }) => ({ type, ackId, success: true })),
  ],
  [
    "ack-never-success",
    "No frame is acknowledged as done.",
    of("ack", ({ type, ackId }) => ({
      type,
      ackId,
      success: false,
      error: { name: "InternalServerError", message: "No." },
    })),
  ],
  ["ack-without-error", "A refusal does not say why.", of("ack", (frame) => omit(frame, "error"))],
  [
    "ack-other-error",
    "Every refusal is a BadRequest.",
    of("ack", (frame) =>
      frame.error === undefined ? frame : { ...frame, error: { name: "BadRequest", message: "No." } },
    ),
  ],
  [
    "ack-error-beside-success",
    "What was done is acknowledged with an error beside it.",
    of("ack", (frame) => ({ error: { name: "None", message: "" }, ...frame })),
  ],
  [
    "ack-id-of-32-bits",
    "An ackId comes back as a number of 32 bits.",
    of("ack", (frame) => ({ ...frame, ackId: Number(frame.ackId) | 0 })),
  ],
  [
    "ack-counted",
    "Acks are counted by the service.",
    () => {
      let count = 0;
      return {
        outgoing: outgoing((frame) => {
          count -= 1;
          return frame.type === "ack" ? { ...frame, ackId: count } : frame;
        }),
      };
    },
  ],
  ["pong-missing", "A ping is not answered.", of("pong", () => undefined)],
  ["pong-as-ack", "A ping is answered by an ack.", of("pong", () => ({ type: "ack", success: true }))],
];

export const acks: readonly Mutant[] = mutantsOf("acks", VARIANTS);
