import type { Mutant } from "../mutant.js";
import { outgoing } from "../support/change-frames.js";
import { omit } from "../support/omit.js";
import { mutantsOf, of, type Variant } from "./outgoing-frames.js";

const VARIANTS: readonly Variant[] = [
  [
    "sequence-id-missing",
    "Messages to reliable clients have no sequenceId.",
    of("message", (frame) => omit(frame, "sequenceId")),
  ],
  [
    "sequence-id-always",
    "Messages to all clients have a sequenceId.",
    of("message", (frame) => ({ sequenceId: 1, ...frame })),
  ],
  [
    "sequence-id-always-1",
    "The sequenceId does not count.",
    of("message", (frame) => ("sequenceId" in frame ? { ...frame, sequenceId: 1 } : frame)),
  ],
  [
    "sequence-id-down",
    "The sequenceId counts down.",
    of("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: 1_000_000 - Number(frame.sequenceId) } : frame,
    ),
  ],
  [
    "sequence-id-as-text",
    "The sequenceId is a text.",
    of("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: `no. ${String(frame.sequenceId)}` } : frame,
    ),
  ],
  [
    "sequence-id-anew",
    "A message that comes again has another sequenceId.",
    () => {
      let count = 0;
      return {
        outgoing: outgoing((frame) => {
          count += 1;
          return "sequenceId" in frame ? { ...frame, sequenceId: count } : frame;
        }),
      };
    },
    "A simulator counted per sender: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
];

export const sequenceIds: readonly Mutant[] = mutantsOf("sequence-ids", VARIANTS);
