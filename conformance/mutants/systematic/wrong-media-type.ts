import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

interface Variant {
  readonly name: string;
  readonly summary: string;
  readonly history?: string;
  readonly mediaType: string;
  readonly taken: (call: Call) => Partial<Call>;
}

const as = (mediaType: string) => (call: Call) => ({ headers: { ...call.headers, "content-type": mediaType } });
const QUOTED =
  "What a client that writes everything as JSON makes of a text: https://github.com/openapi-ts/openapi-typescript/issues/2382";

const VARIANTS: readonly Variant[] = [
  {
    name: "json-as-text",
    summary: "JSON arrives as a text",
    mediaType: "application/json",
    taken: as("text/plain"),
  },
  {
    name: "text-as-json",
    summary: "a text arrives as JSON",
    mediaType: "text/plain",
    taken: (call) => ({ ...as("application/json")(call), body: Buffer.from(JSON.stringify(call.body.toString())) }),
  },
  {
    name: "text-quoted",
    summary: "a text arrives in quotes",
    history: QUOTED,
    mediaType: "text/plain",
    taken: (call) => ({ body: Buffer.from(JSON.stringify(call.body.toString())) }),
  },
  {
    name: "bytes-as-text",
    summary: "bytes arrive as a text",
    mediaType: "application/octet-stream",
    taken: as("text/plain"),
  },
  {
    name: "bytes-from-base64",
    summary: "bytes are taken for base64",
    history:
      "The description of 2024-12-01 said so in 2025, with the format `byte`: https://github.com/Azure/azure-rest-api-specs/pull/42144",
    mediaType: "application/octet-stream",
    taken: (call) => ({ body: Buffer.from(call.body.toString("latin1"), "base64") }),
  },
];

export const wrongMediaType: readonly Mutant[] = describedOperations
  .filter(({ id }) => SENDS.includes(id))
  .flatMap(({ id, name }) =>
    VARIANTS.map(({ name: way, summary, history, mediaType, taken }) =>
      wrongHandler(
        {
          id: `wrong-media-type/${name}.${way}`,
          summary: `With ${id}, ${summary}.`,
          history,
        },
        [id],
        (call, handler) =>
          call.headers["content-type"]?.startsWith(mediaType) ? handler({ ...call, ...taken(call) }) : handler(call),
      ),
    ),
  );
