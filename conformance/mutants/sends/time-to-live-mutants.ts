import type { Mutant } from "../mutant.js";
import type { Variant } from "../variants.js";
import { delivering, sendMutants, type WrongSend, withOther } from "./send-variants.js";

const VARIANTS: readonly Variant<WrongSend>[] = [
  [
    "expires-at-once",
    "a message with a time to live is dropped at once if its receiver is away",
    delivering((message, deliver) =>
      deliver(message.expires === undefined ? message : { ...message, expires: message.expires - 300_000 }),
    ),
  ],
  [
    "expires-by-default",
    "a message without a time to live is dropped after ten seconds",
    withOther(({ values: { messageTtlSeconds } }) => (messageTtlSeconds ? {} : { messageTtlSeconds: 10 })),
  ],
  [
    "time-in-minutes",
    "the time to live is read as minutes",
    withOther(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds === undefined ? {} : { messageTtlSeconds: Number(messageTtlSeconds) * 60 },
    ),
  ],
  [
    "time-in-milliseconds",
    "the time to live is read as milliseconds",
    withOther(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds ? { messageTtlSeconds: Number(messageTtlSeconds) / 1000 } : {},
    ),
  ],
  [
    "zero-is-no-time",
    "a time to live of 0 drops a message that cannot be delivered at once",
    withOther(({ values: { messageTtlSeconds } }) => (messageTtlSeconds === 0 ? { messageTtlSeconds: 0.001 } : {})),
  ],
];

export const timeToLive: readonly Mutant[] = sendMutants(
  "time-to-live",
  { written: [{ topics: ["operation"], aspects: ["parameters"], needs: "clock" }] },
  VARIANTS,
);
