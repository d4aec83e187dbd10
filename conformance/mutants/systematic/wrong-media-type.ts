import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { each, SENDS } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

interface Way {
  readonly name: string;
  readonly sentence: string;
  readonly history?: string;
  readonly mediaType: string;
  readonly taken: (call: Call) => Partial<Call>;
}

const as = (mediaType: string) => (call: Call) => ({ headers: { ...call.headers, "content-type": mediaType } });
const QUOTED =
  "What a client that writes everything as JSON makes of a text: https://github.com/openapi-ts/openapi-typescript/issues/2382";

const WAYS: readonly Way[] = [
  {
    name: "json-as-text",
    sentence: "JSON arrives as a text",
    mediaType: "application/json",
    taken: as("text/plain"),
  },
  {
    name: "text-as-json",
    sentence: "a text arrives as JSON",
    mediaType: "text/plain",
    taken: (call) => ({ ...as("application/json")(call), body: Buffer.from(JSON.stringify(call.body.toString())) }),
  },
  {
    name: "text-quoted",
    sentence: "a text arrives in quotes",
    history: QUOTED,
    mediaType: "text/plain",
    taken: (call) => ({ body: Buffer.from(JSON.stringify(call.body.toString())) }),
  },
  {
    name: "bytes-as-text",
    sentence: "bytes arrive as a text",
    mediaType: "application/octet-stream",
    taken: as("text/plain"),
  },
  {
    name: "bytes-from-base64",
    sentence: "bytes are taken for base64",
    history:
      "The description of 2024-12-01 said so in 2025, with the format `byte`: https://github.com/Azure/azure-rest-api-specs/pull/42144",
    mediaType: "application/octet-stream",
    taken: (call) => ({ body: Buffer.from(call.body.toString("latin1"), "base64") }),
  },
];

export const wrongMediaType: readonly Mutant[] = each
  .filter(({ id }) => SENDS.includes(id))
  .flatMap(({ id, name }) =>
    WAYS.map(({ name: way, sentence, history, mediaType, taken }) =>
      wrongHandler(
        {
          id: `wrong-media-type/${name}.${way}`,
          sentence: `With ${id}, ${sentence}.`,
          history,
        },
        [id],
        (call, handler) =>
          call.headers["content-type"]?.startsWith(mediaType) ? handler({ ...call, ...taken(call) }) : handler(call),
      ),
    ),
  );
