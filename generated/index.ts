// Made by `npm run generate` from redocly.yaml. Do not edit.
import type { OperationRequest } from "./operation.js";
import { requests as v2024_12_01 } from "./2024-12-01/requests.js";
import { requests as v2023_07_01 } from "./2023-07-01/requests.js";
import type { paths as Paths_v2024_12_01 } from "./2024-12-01/types.js";
import type { paths as Paths_v2023_07_01 } from "./2023-07-01/types.js";

/** The api-versions that are described, with their paths. */
export interface ApiVersions {
  "2024-12-01": Paths_v2024_12_01;
  "2023-07-01": Paths_v2023_07_01;
}

/** The newest of them. */
export type LatestApiVersion = "2024-12-01";
export const latestApiVersion: LatestApiVersion = "2024-12-01";

/** The operations of each api-version, by operationId. */
export const requestsOf: { readonly [version in keyof ApiVersions]: { readonly [id: string]: OperationRequest } } = {
  "2024-12-01": v2024_12_01,
  "2023-07-01": v2023_07_01,
};
