import { latestApiVersion } from "../../../generated/versions.js";
import type { Interception } from "../../emulator/interception.js";
import { badRequest } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withQueryValues } from "../support/change-request.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** Changes the api-versions that the query names. */
const versions = (change: (values: readonly string[]) => readonly string[]): Interception => ({
  target: (target) => withQueryValues(target, "api-version", change),
});
const rejecting = (isRejected: (version: string) => boolean) =>
  versions((values) => {
    if (values.some(isRejected)) throw badRequest("This api-version is not supported.", "api-version");
    return values;
  });
/** Changes whether a response has the header api-supported-versions. Undefined: as it should. */
const header = (change: (operation: string | null, status: number) => boolean | undefined): Interception => ({
  response: (response, _, operation) => ({
    ...response,
    listsApiVersions: change(operation, response.status) ?? response.listsApiVersions,
  }),
});

const VARIANTS: readonly Variant<Interception>[] = [
  [
    "missing-is-newest",
    "A request without an api-version is treated as the newest.",
    versions((values) => (values.length === 0 ? [latestApiVersion] : values)),
    "The official emulator does so.",
  ],
  [
    "any-is-newest",
    "Any api-version is treated as the newest.",
    versions((values) => (values.length === 0 ? values : [latestApiVersion])),
  ],
  [
    "first-counts",
    "Only the first of several api-versions counts.",
    versions((values) => values.slice(0, 1).map((value) => value.split(",")[0] ?? "")),
  ],
  [
    "beginning-counts",
    "Only the first ten characters of an api-version count.",
    versions((values) => values.map((value) => value.slice(0, 10))),
  ],
  [
    "any-date",
    "Any date is accepted as an api-version.",
    versions((values) => values.map((value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? latestApiVersion : value))),
  ],
  [
    "any-word",
    "An api-version that is not a date is treated as the newest.",
    versions((values) => values.map((value) => (/^\d/.test(value) ? value : latestApiVersion))),
  ],
  ["newest-only", "Only the newest api-version is supported.", rejecting((version) => version !== latestApiVersion)],
  ["newest-unknown", "The newest api-version is rejected.", rejecting((version) => version === latestApiVersion)],
  ["oldest-gone", "The oldest api-version is rejected.", rejecting((version) => version === "2021-10-01")],
  [
    "never-told",
    "No response has the header api-supported-versions.",
    header(() => false),
    "The listing of 2025-08-19 shows no such header.",
  ],
  [
    "told-by-health",
    "getServiceStatus returns the header api-supported-versions.",
    header((operation) => (operation === "getServiceStatus" ? true : undefined)),
  ],
  [
    "not-told-with-204",
    "A 204 has no header api-supported-versions.",
    header((_, status) => (status === 204 ? false : undefined)),
  ],
  [
    "not-told-with-404",
    "A 404 has no header api-supported-versions.",
    header((_, status) => (status === 404 ? false : undefined)),
  ],
  [
    "not-told-with-success",
    "A success has no header api-supported-versions.",
    header((_, status) => (status < 300 ? false : undefined)),
  ],
  [
    "always-told",
    "Every response has the header api-supported-versions, those of validation errors included.",
    header((operation) => operation !== null && operation !== "getServiceStatus"),
  ],
  [
    "told-by-age",
    "api-supported-versions lists only the api-versions that have the operation.",
    {
      response: (response, _, operation) =>
        operation === "listConnectionsInGroup"
          ? {
              ...response,
              listsApiVersions: false,
              headers: { ...response.headers, "api-supported-versions": latestApiVersion },
            }
          : response,
    },
    "The service told 2022-11-01 alone in 2022.",
  ],
  [
    "told-without-the-newest",
    "api-supported-versions does not list the newest api-version.",
    {
      response: (response) =>
        response.listsApiVersions
          ? {
              ...response,
              listsApiVersions: false,
              headers: { ...response.headers, "api-supported-versions": "2021-10-01, 2022-11-01" },
            }
          : response,
    },
  ],
];

export const apiVersion: readonly Mutant[] = mutantsOf(
  "api-version",
  {
    operations: "all",
    cases: {
      written: [{ topics: ["api-version"] }, { topics: ["operation"], aspects: ["responses"] }],
      replays: { examplesOf: "api-version" },
      constraints: ["query api-version"],
    },
    make: (head, interception) => wrongEmulator(head, () => interception),
  },
  VARIANTS,
);
