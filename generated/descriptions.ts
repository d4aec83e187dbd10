// Made by `npm run generate` from redocly.yaml. Do not edit.
import type { Operation } from "./operation.js";
import { operations as v2024_12_01 } from "./2024-12-01/operations.js";
import { operations as v2023_07_01 } from "./2023-07-01/operations.js";
import { operations as vpublished_2025_08_19 } from "./published-2025-08-19/operations.js";

export type DescriptionName = "2024-12-01" | "2023-07-01" | "published-2025-08-19";

/** The operations of each description, by operationId. Its bundled document is `<name>/openapi.json` beside this file. */
export const descriptions: { readonly [name in DescriptionName]: { readonly [id: string]: Operation } } = {
  "2024-12-01": v2024_12_01,
  "2023-07-01": v2023_07_01,
  "published-2025-08-19": vpublished_2025_08_19,
};
