import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** How a request of a media type is read. */
interface Misreading {
  readonly mediaType: string;
  readonly read: (call: Call) => Partial<Call>;
}

const as = (mediaType: string) => (call: Call) => ({ headers: { ...call.headers, "content-type": mediaType } });
const quoted = ({ body }: Call) => ({ body: Buffer.from(JSON.stringify(body.toString())) });

const VARIANTS: readonly Variant<Misreading>[] = [
  ["json-as-text", "delivers JSON as text", { mediaType: "application/json", read: as("text/plain") }],
  [
    "text-as-json",
    "delivers text as JSON",
    { mediaType: "text/plain", read: (call) => ({ ...as("application/json")(call), ...quoted(call) }) },
  ],
  [
    "text-quoted",
    "delivers text in quotes",
    { mediaType: "text/plain", read: quoted },
    "What a client that writes everything as JSON makes of a text: https://github.com/openapi-ts/openapi-typescript/issues/2382",
  ],
  ["bytes-as-text", "delivers bytes as text", { mediaType: "application/octet-stream", read: as("text/plain") }],
  [
    "bytes-from-base64",
    "reads bytes as base64",
    {
      mediaType: "application/octet-stream",
      read: ({ body }) => ({ body: Buffer.from(body.toString("latin1"), "base64") }),
    },
    "The description of 2024-12-01 said so in 2025, with the format `byte`: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
];

export const wrongMediaType: readonly Mutant[] = describedOperations
  .filter(({ id }) => SENDS.includes(id))
  .flatMap(({ id, name }) =>
    mutantsOf(
      "wrong-media-type",
      {
        operations: [id],
        make: (head, { mediaType, read }) =>
          wrongHandler(head, (call, handler) =>
            call.headers["content-type"]?.startsWith(mediaType) ? handler({ ...call, ...read(call) }) : handler(call),
          ),
      },
      VARIANTS.map(([variant, summary, wrong, history]) => [`${name}.${variant}`, `${id} ${summary}.`, wrong, history]),
    ),
  );
