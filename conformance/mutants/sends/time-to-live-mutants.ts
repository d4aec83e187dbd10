import type { Mutant } from "../mutant.js";
import { delivering, mutantsOf, type Variant, valuesOf } from "./send-variants.js";

const VARIANTS: readonly Variant[] = [
  {
    name: "expires-at-once",
    summary: "a message with a time to live is gone at once for who is not there",
    make: delivering((message, deliver) =>
      deliver(message.expires === undefined ? message : { ...message, expires: message.expires - 300_000 }),
    ),
  },
  {
    name: "expires-by-default",
    summary: "a message without a time to live is dropped after ten seconds",
    make: valuesOf(({ values: { messageTtlSeconds } }) => (messageTtlSeconds ? {} : { messageTtlSeconds: 10 })),
  },
  {
    name: "time-in-minutes",
    summary: "the time to live is taken for minutes",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds === undefined ? {} : { messageTtlSeconds: Number(messageTtlSeconds) * 60 },
    ),
  },
  {
    name: "time-in-milliseconds",
    summary: "the time to live is taken for milliseconds",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds ? { messageTtlSeconds: Number(messageTtlSeconds) / 1000 } : {},
    ),
  },
  {
    name: "zero-is-no-time",
    summary: "a time to live of 0 drops what cannot be delivered at once",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds === 0 ? { messageTtlSeconds: 0.001 } : {},
    ),
  },
];

export const timeToLive: readonly Mutant[] = mutantsOf("time-to-live", VARIANTS);
