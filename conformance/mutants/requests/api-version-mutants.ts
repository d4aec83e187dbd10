import type { Interception } from "../../emulator/interception.js";
import { badRequest } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withQueryValues } from "../support/change-request.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

const CASES = /^api-version\/|api-version/;
const NEWEST = "2024-12-01";

const versions = (change: (values: readonly string[]) => readonly string[]): Interception => ({
  target: (target) => withQueryValues(target, "api-version", change),
});
const refusing = (isSo: (version: string) => boolean) =>
  versions((values) => {
    if (values.some(isSo)) throw badRequest("This api-version is not supported.", "api-version");
    return values;
  });
const header = (change: (operation: string | null, status: number) => boolean | undefined): Interception => ({
  reply: (reply, _, operation) => ({
    ...reply,
    listsApiVersions: change(operation, reply.status) ?? reply.listsApiVersions,
  }),
});

const VARIANTS: readonly (readonly [name: string, summary: string, interception: Interception, history?: string])[] = [
  [
    "missing-is-newest",
    "A request without an api-version is taken for the newest.",
    versions((values) => (values.length === 0 ? [NEWEST] : values)),
    "The official emulator does so.",
  ],
  [
    "any-is-newest",
    "Any api-version is taken for the newest.",
    versions((values) => (values.length === 0 ? values : [NEWEST])),
  ],
  [
    "first-counts",
    "Of several api-versions the first counts.",
    versions((values) => values.slice(0, 1).map((value) => value.split(",")[0] ?? "")),
  ],
  [
    "beginning-counts",
    "What follows an api-version is overlooked.",
    versions((values) => values.map((value) => value.slice(0, 10))),
  ],
  [
    "any-date",
    "Any date is an api-version.",
    versions((values) => values.map((value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? NEWEST : value))),
  ],
  [
    "any-word",
    "What is no date is taken for the newest api-version.",
    versions((values) => values.map((value) => (/^\d/.test(value) ? value : NEWEST))),
  ],
  ["newest-only", "Only the newest api-version is supported.", refusing((version) => version !== NEWEST)],
  ["newest-unknown", "The newest api-version is not supported yet.", refusing((version) => version === NEWEST)],
  ["oldest-gone", "The oldest api-version is not supported any more.", refusing((version) => version === "2021-10-01")],
  [
    "never-told",
    "The api-versions are never told.",
    header(() => false),
    "The listing of 2025-08-19 shows no such header.",
  ],
  [
    "told-by-health",
    "getServiceStatus tells the api-versions.",
    header((operation) => (operation === "getServiceStatus" ? true : undefined)),
  ],
  [
    "not-told-with-204",
    "A 204 does not tell the api-versions.",
    header((_, status) => (status === 204 ? false : undefined)),
  ],
  [
    "not-told-with-404",
    "A 404 does not tell the api-versions.",
    header((_, status) => (status === 404 ? false : undefined)),
  ],
  [
    "not-told-with-success",
    "A success does not tell the api-versions.",
    header((_, status) => (status < 300 ? false : undefined)),
  ],
  [
    "always-told",
    "Every answer tells the api-versions.",
    header((operation) => operation !== null && operation !== "getServiceStatus"),
  ],
  [
    "told-by-age",
    "An operation tells the api-versions that have it.",
    {
      reply: (reply, _, operation) =>
        operation === "listConnectionsInGroup"
          ? { ...reply, listsApiVersions: false, headers: { ...reply.headers, "api-supported-versions": NEWEST } }
          : reply,
    },
    "The service told 2022-11-01 alone in 2022.",
  ],
  [
    "told-without-the-newest",
    "The newest api-version is not among those that are told.",
    {
      reply: (reply) =>
        reply.listsApiVersions
          ? {
              ...reply,
              listsApiVersions: false,
              headers: { ...reply.headers, "api-supported-versions": "2021-10-01, 2022-11-01" },
            }
          : reply,
    },
  ],
];

export const apiVersion: readonly Mutant[] = VARIANTS.map(([name, summary, interception, history]) =>
  wrongEmulator(
    { id: `api-version/${name}`, summary: summary, history, operations: "all", cases: CASES },
    () => interception,
  ),
);
