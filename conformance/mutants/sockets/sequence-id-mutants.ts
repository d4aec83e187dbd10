import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { changeOutgoing } from "../support/change-frames.js";
import { omit } from "../support/omit.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeFramesOf, wrongOutgoing } from "./outgoing-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "sequence-id-missing",
    "Messages to reliable clients have no sequenceId.",
    changeFramesOf("message", (frame) => omit(frame, "sequenceId")),
  ],
  [
    "sequence-id-always",
    "Messages to all clients have a sequenceId.",
    changeFramesOf("message", (frame) => ({ sequenceId: 1, ...frame })),
  ],
  [
    "sequence-id-always-1",
    "Every sequenceId is 1.",
    changeFramesOf("message", (frame) => ("sequenceId" in frame ? { ...frame, sequenceId: 1 } : frame)),
  ],
  [
    "sequence-id-down",
    "The sequenceId counts down.",
    changeFramesOf("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: 1_000_000 - Number(frame.sequenceId) } : frame,
    ),
  ],
  [
    "sequence-id-as-text",
    "The sequenceId is a string.",
    changeFramesOf("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: `no. ${String(frame.sequenceId)}` } : frame,
    ),
  ],
  [
    "sequence-id-anew",
    "A message that is sent again has a new sequenceId.",
    () => {
      let count = 0;
      return {
        outgoing: changeOutgoing((frame) => {
          count += 1;
          return "sequenceId" in frame ? { ...frame, sequenceId: count } : frame;
        }),
      };
    },
    "A simulator counted per sender: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
];

export const sequenceIds: readonly Mutant[] = mutantsOf(
  "sequence-ids",
  wrongOutgoing({ written: [{ topics: ["reliable clients", "group messages"] }] }),
  VARIANTS,
);
