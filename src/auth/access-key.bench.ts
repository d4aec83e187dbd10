import jwt from "jsonwebtoken";
import { bench, describe } from "vitest";
import { accessKeyTokens } from "./access-key.js";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH";
const ADDRESS = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";
const LONGER = { time: 1000, warmupTime: 200 };

// What it costs to have a token for a request. `period` in the table is the time of one, in milliseconds.
describe("a token for a request", () => {
  const warm = accessKeyTokens(KEY, Date.now);
  bench("ours, to an address that was signed before", () => void warm(ADDRESS), LONGER);

  const cold = accessKeyTokens(KEY, Date.now);
  let number = 0;
  bench("ours, to a new address each time", () => void cold(`${ADDRESS}&filter=${number++}`), LONGER);

  bench(
    "jsonwebtoken with the key as a string",
    () => void jwt.sign({ aud: ADDRESS, exp: Math.floor(Date.now() / 1000) + 300 }, KEY, { algorithm: "HS256" }),
    LONGER,
  );
});
