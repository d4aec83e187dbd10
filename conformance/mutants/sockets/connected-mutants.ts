import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { mutantsOf, of, SIMULATOR, type Variant } from "./outgoing-frames.js";

const VARIANTS: readonly Variant[] = [
  ["connected-missing", "A client is not told that it is connected.", of("connected", () => undefined)],
  [
    "connected-without-id",
    "A client is not told the id of its connection.",
    of("connected", (frame) => omit(frame, "connectionId")),
  ],
  [
    "connected-with-another-id",
    "A client is told another id than its connection has.",
    of("connected", (frame) => ({ ...frame, connectionId: `${String(frame.connectionId)}-` })),
  ],
  ["connected-without-user", "A client is not told its user.", of("connected", (frame) => omit(frame, "userId"))],
  [
    "connected-with-a-user",
    "A client without a user is told one.",
    of("connected", (frame) => ({ ...frame, userId: frame.userId ?? "anonymous" })),
  ],
  [
    "connected-without-token",
    "A reliable client gets no reconnectionToken.",
    of("connected", (frame) => omit(frame, "reconnectionToken")),
  ],
  [
    "connected-as-notification",
    "A client is told that it is connected by a notification.",
    of("connected", (frame) => ({ ...frame, type: "notification" })),
    SIMULATOR,
  ],
];

export const connected: readonly Mutant[] = mutantsOf("connected", VARIANTS);
