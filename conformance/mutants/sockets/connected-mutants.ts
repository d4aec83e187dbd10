import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeFramesOf, SIMULATOR, wrongOutgoing } from "./outgoing-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  ["connected-missing", "A client gets no connected event.", changeFramesOf("connected", () => undefined)],
  [
    "connected-without-id",
    "The connected event has no connectionId.",
    changeFramesOf("connected", (frame) => omit(frame, "connectionId")),
  ],
  [
    "connected-with-another-id",
    "The connected event has another id than the connection.",
    changeFramesOf("connected", (frame) => ({ ...frame, connectionId: `${String(frame.connectionId)}-` })),
  ],
  [
    "connected-without-user",
    "The connected event has no userId.",
    changeFramesOf("connected", (frame) => omit(frame, "userId")),
  ],
  [
    "connected-with-a-user",
    "The connected event of a client without a user has a userId.",
    changeFramesOf("connected", (frame) => ({ ...frame, userId: frame.userId ?? "anonymous" })),
  ],
  [
    "connected-without-token",
    "The connected event of a reliable client has no reconnectionToken.",
    changeFramesOf("connected", (frame) => omit(frame, "reconnectionToken")),
  ],
  [
    "connected-as-notification",
    "The connected event has the type notification.",
    changeFramesOf("connected", (frame) => ({ ...frame, type: "notification" })),
    SIMULATOR,
  ],
];

export const connected: readonly Mutant[] = mutantsOf(
  "connected",
  wrongOutgoing({ written: [{ topics: ["identity", "reliable clients"] }] }),
  VARIANTS,
);
