import jwt from "jsonwebtoken";
import { bench, describe } from "vitest";
import { accessKeyTokens } from "./access-key.js";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH";
const AUDIENCE = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";
const OPTIONS = { time: 1000, warmupTime: 200 };

// The cost of a token for a request. `period` in the table is the time for one, in milliseconds.
describe("a token for a request", () => {
  const warm = accessKeyTokens(KEY, Date.now);
  bench("ours, for an audience that was signed before", () => void warm(AUDIENCE), OPTIONS);

  const cold = accessKeyTokens(KEY, Date.now);
  let number = 0;
  bench("ours, for a new audience each time", () => void cold(`${AUDIENCE}&filter=${number++}`), OPTIONS);

  bench(
    "jsonwebtoken with the key as a string",
    () => void jwt.sign({ aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 300 }, KEY, { algorithm: "HS256" }),
    OPTIONS,
  );
});
