import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { RequestTarget } from "../../emulator/rest/request/request-target.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withPathValue } from "../support/change-request.js";
import { operationIds, withParameter } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

const NAMED = ["group", "userId", "connectionId"] as const;

/** Changes the path, step by step, once it was decoded. */
const steps = (change: (step: string) => string): Interception => ({
  target: (target) => ({ ...target, steps: target.steps.map(change) }),
});
/** Changes the names in the path. */
const names = (change: (name: string) => string, places: readonly string[] = NAMED): Interception => ({
  target: (target, { method }) =>
    places.reduce<RequestTarget>((changed, place) => withPathValue(changed, method, place, change), target),
});
/** As the emulator decodes a step of a path: an encoded slash stays as it is. */
const decoded = (step: string) => decodeURIComponent(step.replaceAll(/%(2f)/gi, "%25$1"));
/** Reads the path in another way. */
const path = (read: (path: string) => string[]): Interception => ({
  target: (target) => ({ ...target, steps: read(target.path.slice(1)) }),
});
const refusing = (isSo: (name: string) => boolean, places: readonly string[] = NAMED) =>
  names((name) => {
    if (isSo(name)) throw validationProblem("name", "This name is not supported.");
    return name;
  }, places);

/** Operations that only have a name of another kind than the mutant is about are left alone. */
const about = (...places: readonly string[]): readonly OperationId[] =>
  operationIds.filter((id) => places.some((place) => withParameter(place, "path").includes(id)));

const VARIANTS: readonly (readonly [
  name: string,
  summary: string,
  interception: Interception,
  places?: readonly string[],
  history?: string,
])[] = [
  [
    "encoded-slash-decoded",
    "%2F in a name is decoded.",
    steps((step) => step.replaceAll(/%2f/gi, "/")),
    NAMED,
    "Servers that decode a path as a whole do so: https://github.com/Azure/azure-webpubsub/issues/40",
  ],
  [
    "encoded-slash-separates",
    "%2F in a path separates its steps.",
    path((text) => text.replaceAll(/%2f/gi, "/").split("/").map(decoded)),
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
    "A plus in a path is a space.",
    path((text) => text.replaceAll("+", "%20").split("/").map(decoded)),
  ],
  ["trimmed", "White space around names is taken away.", names((name) => name.trim() || name)],
  [
    "group-letter-case",
    "Groups are told apart without regard to letter case.",
    names((name) => name.toLowerCase(), ["group"]),
  ],
  [
    "user-letter-case",
    "Users are told apart without regard to letter case.",
    names((name) => name.toLowerCase(), ["userId"]),
  ],
  ["cut-at-255", "Names are cut at 255 characters.", names((name) => name.slice(0, 255))],
  ["ascii-only", "Letters beyond ASCII are refused.", refusing((name) => /[^\x20-\x7e]/.test(name))],
  [
    "emoji-lost",
    "Characters of more than 16 bits are lost.",
    names((name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?")),
  ],
  ["latin1", "Names are read as Latin 1.", names((name) => Buffer.from(name, "utf8").toString("latin1"))],
  ["quotes-refused", "Quotes in names are refused.", refusing((name) => /['"]/.test(name))],
  ["spaces-refused", "Spaces in names are refused.", refusing((name) => name.includes(" "))],
  ["percent-refused", "A percent sign in a name is refused.", refusing((name) => name.includes("%"))],
  [
    "marks-of-urls-refused",
    "Marks that mean something in addresses are refused in names.",
    refusing((name) => /[?#&=;@:]/.test(name)),
  ],
  [
    "colon-is-an-action",
    "A name that begins with a colon is taken for an action.",
    refusing((name) => name.startsWith(":")),
  ],
  ["plus-refused", "A plus sign in a name is refused.", refusing((name) => name.includes("+"))],
  ["dots-refused", "Full stops in names are refused.", refusing((name) => name.includes("."))],
  [
    "dots-at-the-end-lost",
    "Full stops at the end of names are lost.",
    names((name) => name.replace(/\.+$/, "") || name),
  ],
  ["backslash-is-slash", "A backslash in a name becomes a slash.", names((name) => name.replaceAll("\\", "/"))],
  [
    "words-of-paths",
    "Names that are words of paths are refused.",
    refusing((name) => /^(groups|connections|users|permissions)$/.test(name)),
  ],
  ["words-of-javascript", "Names that every object of JavaScript has are refused.", refusing((name) => name in {})],
  ["blank-taken", "Blank names are taken.", names((name) => (name.trim() === "" ? "blank" : name))],
  [
    "empty-is-left-out",
    "An empty step of a path is left out.",
    path((text) =>
      text
        .split("/")
        .filter((step) => step !== "")
        .map(decoded),
    ),
  ],
  [
    "empty-is-everybody",
    "An operation about nobody is about the whole hub.",
    path((text) =>
      text
        .replace(/\/(users|groups|connections)\/\/:/, "/:")
        .split("/")
        .map(decoded),
    ),
  ],
  [
    "hub-letter-case",
    "Hubs are told apart by letter case.",
    names((name) => (/[A-Z]/.test(name) ? `${name}_in_capitals` : name), ["hub"]),
    ["hub"],
  ],
  [
    "hub-letters-only",
    "The name of a hub can have letters, digits and underscores only.",
    refusing((name) => /[^A-Za-z0-9_]/.test(name), ["hub"]),
    ["hub"],
    "The text in the descriptions says so, other than the pattern beside it.",
  ],
  [
    "hub-of-anything",
    "The name of a hub can be anything.",
    names((name) => (/^[A-Za-z][\w`,.[\]]{0,127}$/.test(name) || name === "" ? name : "hub"), ["hub"]),
    ["hub"],
  ],
];

export const namings: readonly Mutant[] = VARIANTS.map(([name, summary, interception, places = NAMED, history]) =>
  wrongEmulator(
    {
      id: `names/${name}`,
      summary: summary,
      history,
      operations: about(...places),
      cases: /^names\/|letter-case|reserved|\/path-hub-pattern\//,
    },
    () => interception,
  ),
);
