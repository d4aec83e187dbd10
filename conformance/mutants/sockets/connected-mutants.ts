import type { Mutant } from "../mutant.js";
import { without } from "../support/omit.js";
import { mutantsOf, of, SIMULATOR, type Way } from "./outgoing-frames.js";

const WAYS: readonly Way[] = [
  ["connected-missing", "A client is not told that it is connected.", of("connected", () => undefined)],
  [
    "connected-without-id",
    "A client is not told the id of its connection.",
    of("connected", (frame) => without(frame, "connectionId")),
  ],
  [
    "connected-with-another-id",
    "A client is told another id than its connection has.",
    of("connected", (frame) => ({ ...frame, connectionId: `${String(frame.connectionId)}-` })),
  ],
  ["connected-without-user", "A client is not told its user.", of("connected", (frame) => without(frame, "userId"))],
  [
    "connected-with-a-user",
    "A client without a user is told one.",
    of("connected", (frame) => ({ ...frame, userId: frame.userId ?? "anonymous" })),
  ],
  [
    "connected-without-token",
    "A reliable client gets no reconnectionToken.",
    of("connected", (frame) => without(frame, "reconnectionToken")),
  ],
  [
    "connected-as-notification",
    "A client is told that it is connected by a notification.",
    of("connected", (frame) => ({ ...frame, type: "notification" })),
    SIMULATOR,
  ],
];

export const connected: readonly Mutant[] = mutantsOf("connected", WAYS);
