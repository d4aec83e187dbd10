import type { OperationId } from "../../../generated/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { RequestTarget } from "../../emulator/rest/request/request-target.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withPathValue } from "../support/change-request.js";
import { operationIds, withParameter } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** A change to how names in a path are read. */
interface WrongNames {
  /** The path parameters that it is about. */
  readonly parameters: readonly string[];
  readonly interception: Interception;
}

const NAMED = ["group", "userId", "connectionId"] as const;

/** Changes each step of the path after it was decoded. */
const steps = (change: (step: string) => string): WrongNames => ({
  parameters: NAMED,
  interception: { target: (target) => ({ ...target, segments: target.segments.map(change) }) },
});
/** Changes the names in the path. */
const names = (change: (name: string) => string, parameters: readonly string[] = NAMED): WrongNames => ({
  parameters,
  interception: {
    target: (target, { method }) =>
      parameters.reduce<RequestTarget>((changed, name) => withPathValue(changed, method, name, change), target),
  },
});
/** The same change, but with all operations that have a group, user or connection. */
const ofEveryOperation = ({ interception }: WrongNames): WrongNames => ({ parameters: NAMED, interception });
/** Decodes a step of a path as the emulator does: an encoded slash stays encoded. */
const decode = (step: string) => decodeURIComponent(step.replaceAll(/%(2f)/gi, "%25$1"));
/** Splits the path differently. */
const path = (read: (path: string) => string[]): WrongNames => ({
  parameters: NAMED,
  interception: { target: (target) => ({ ...target, segments: read(target.path.slice(1)) }) },
});
const rejecting = (isRejected: (name: string) => boolean, parameters: readonly string[] = NAMED) =>
  names((name) => {
    if (isRejected(name)) throw validationProblem("name", "This name is not supported.");
    return name;
  }, parameters);

const operationsWith = (parameters: readonly string[]): readonly OperationId[] =>
  operationIds.filter((id) => parameters.some((parameter) => withParameter(parameter, "path").includes(id)));

const VARIANTS: readonly Variant<WrongNames>[] = [
  [
    "encoded-slash-decoded",
    "%2F in a name is decoded to a slash.",
    steps((step) => step.replaceAll(/%2f/gi, "/")),
    "Servers that decode a path as a whole do so: https://github.com/Azure/azure-webpubsub/issues/40",
  ],
  [
    "encoded-slash-separates",
    "%2F separates the segments of a path.",
    path((text) => text.replaceAll(/%2f/gi, "/").split("/").map(decode)),
  ],
  [
    "decoded-twice",
    "Names are decoded twice.",
    steps((step) => {
      try {
        return decodeURIComponent(step);
      } catch {
        return step;
      }
    }),
  ],
  ["not-decoded", "Names are not decoded.", path((text) => text.split("/"))],
  [
    "plus-is-space",
    "A plus sign in a path is decoded to a space.",
    path((text) => text.replaceAll("+", "%20").split("/").map(decode)),
  ],
  ["trimmed", "Names are trimmed.", names((name) => name.trim() || name)],
  [
    "group-letter-case",
    "Group names are case-insensitive.",
    ofEveryOperation(names((name) => name.toLowerCase(), ["group"])),
  ],
  [
    "user-letter-case",
    "User ids are case-insensitive.",
    ofEveryOperation(names((name) => name.toLowerCase(), ["userId"])),
  ],
  ["cut-at-255", "Names are cut after 255 characters.", names((name) => name.slice(0, 255))],
  ["ascii-only", "Names with characters outside ASCII are rejected.", rejecting((name) => /[^\x20-\x7e]/.test(name))],
  [
    "emoji-lost",
    "Characters beyond U+FFFF are replaced by question marks.",
    names((name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?")),
  ],
  ["latin1", "Names are decoded as Latin-1.", names((name) => Buffer.from(name, "utf8").toString("latin1"))],
  ["quotes-refused", "Names with quotes are rejected.", rejecting((name) => /['"]/.test(name))],
  ["spaces-refused", "Names with spaces are rejected.", rejecting((name) => name.includes(" "))],
  ["percent-refused", "Names with a percent sign are rejected.", rejecting((name) => name.includes("%"))],
  [
    "marks-of-urls-refused",
    "Names with characters that are reserved in URLs are rejected.",
    rejecting((name) => /[?#&=;@:]/.test(name)),
  ],
  [
    "colon-is-an-action",
    "Names that start with a colon are rejected, as if they were actions.",
    rejecting((name) => name.startsWith(":")),
  ],
  ["plus-refused", "Names with a plus sign are rejected.", rejecting((name) => name.includes("+"))],
  ["dots-refused", "Names with dots are rejected.", rejecting((name) => name.includes("."))],
  ["dots-at-the-end-lost", "Dots at the end of names are removed.", names((name) => name.replace(/\.+$/, "") || name)],
  ["backslash-is-slash", "A backslash in a name is replaced by a slash.", names((name) => name.replaceAll("\\", "/"))],
  [
    "words-of-paths",
    "Names that are also path segments of the API are rejected.",
    rejecting((name) => /^(groups|connections|users|permissions)$/.test(name)),
  ],
  [
    "words-of-javascript",
    "Names of properties that every JavaScript object has are rejected.",
    rejecting((name) => name in {}),
  ],
  ["blank-taken", "Blank names are accepted.", names((name) => (name.trim() === "" ? "blank" : name))],
  [
    "empty-is-left-out",
    "Empty path segments are skipped.",
    path((text) =>
      text
        .split("/")
        .filter((step) => step !== "")
        .map(decode),
    ),
  ],
  [
    "empty-is-everybody",
    "An operation with an empty name applies to the whole hub.",
    path((text) =>
      text
        .replace(/\/(users|groups|connections)\/\/:/, "/:")
        .split("/")
        .map(decode),
    ),
  ],
  [
    "hub-letter-case",
    "Hub names are case-sensitive.",
    names((name) => (/[A-Z]/.test(name) ? `${name}_in_capitals` : name), ["hub"]),
  ],
  [
    "hub-letters-only",
    "Hub names with other characters than letters, digits and underscores are rejected.",
    rejecting((name) => /[^A-Za-z0-9_]/.test(name), ["hub"]),
    "The text in the descriptions says so, other than the pattern beside it.",
  ],
  [
    "hub-of-anything",
    "Any hub name is accepted.",
    names((name) => (/^[A-Za-z][\w`,.[\]]{0,127}$/.test(name) || name === "" ? name : "hub"), ["hub"]),
  ],
];

export const nameMutants: readonly Mutant[] = mutantsOf(
  "names",
  ({ parameters }) => ({
    operations: operationsWith(parameters),
    cases: {
      written: [{ topics: ["names"] }],
      constraints: ["path hub pattern"],
    },
    make: (head, { interception }) => wrongEmulator(head, () => interception),
  }),
  VARIANTS,
);
