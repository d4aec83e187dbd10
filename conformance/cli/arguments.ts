import { InvalidInputError, parseConnectionString } from "webpubsub-fetch";
import type { DescriptionName } from "../../generated/descriptions.js";
import { latestApiVersion } from "../../generated/versions.js";
import type { Level } from "../cases/case.js";
import { DESCRIPTION_NAMES } from "../description/documents.js";
import {
  type CommandOptions,
  HELP_OPTION,
  helpText,
  type OptionValues,
  readOptions,
  UsageError,
} from "../emulator/command-options.js";
import type { ServerAccess } from "../runner/preflight.js";
import { NAMED_TARGETS, server, TARGET_NAMES, type TargetKind } from "./target-kinds.js";

const LEVELS: readonly Level[] = ["MUST", "SHOULD", "MAY"];
const REPORT_KINDS = ["html", "junit", "json", "md"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** How many requests are sent to a server on another machine, unless `--rate` says otherwise. */
const REMOTE_REQUESTS_PER_SECOND = 20;

const TARGET_OPTIONS = {
  target: {
    value: "NAME",
    help: `${TARGET_NAMES.join(" or ")}: start this target and test it. Leave it out to test a server of your own.`,
    choices: TARGET_NAMES,
    defaultText: "prism, unless a server is given",
  },
  url: {
    value: "URL",
    help: "Base URL of the server. With --target prism: a running mock of the description that --api-version names.",
  },
  "connection-string-env": {
    value: "NAME",
    help: "Environment variable that holds the connection string of the server.",
  },
  "access-key-env": { value: "NAME", help: "Environment variable that holds the access key of the server." },
  "token-env": { value: "NAME", help: "Environment variable that holds a Microsoft Entra token for the server." },
  rate: {
    value: "N",
    help: "Maximum requests per second.",
    defaultText: `${REMOTE_REQUESTS_PER_SECOND} for remote servers, unlimited for loopback`,
  },
} as const satisfies CommandOptions;

const SELECTION_OPTIONS = {
  "api-version": {
    value: "NAME",
    help: "api-version, or published document, to check against. The cases of the newest also try each older one.",
    choices: DESCRIPTION_NAMES,
    noun: "api-version",
    isRepeatable: true,
    defaultText: `${latestApiVersion}, the newest`,
  },
  only: {
    value: "GLOB",
    help: "Run only cases whose id matches, for example 'send-to-*' or '*/replay/*'. * matches any text, / included.",
    isRepeatable: true,
    defaultText: "all cases",
  },
  level: {
    value: "LEVEL",
    help: "Lowest requirement level to run: must, should or may.",
    choices: ["must", "should", "may"],
    default: "may",
    defaultText: "may (all cases)",
  },
  strict: { help: "SHOULD cases decide, too: one that fails fails the run. Without it, only MUST cases decide." },
  driver: {
    value: "NAME",
    help: "client: send requests with webpubsub-fetch. raw: send them without it, to tell a client bug from a server bug.",
    choices: ["client", "raw"],
    default: "client",
  },
  expectations: {
    value: "FILE",
    help: "YAML file that lists known deviations of the server. Built in for prism and emulator.",
  },
} as const satisfies CommandOptions;

const OUTPUT_OPTIONS = {
  report: {
    value: "KIND=FILE",
    help: `Write a report of the run: ${REPORT_KINDS.join(", ")}. Separate several with commas.`,
    isRepeatable: true,
  },
  list: { help: "List the selected cases (description, id, level, source, requirement) and exit." },
  ...HELP_OPTION,
} as const satisfies CommandOptions;

const OPTIONS = { ...TARGET_OPTIONS, ...SELECTION_OPTIONS, ...OUTPUT_OPTIONS } as const satisfies CommandOptions;
type GivenOptions = OptionValues<typeof OPTIONS>;

/** What `--help` prints. */
export const HELP = helpText({
  name: "webpubsub-conformance",
  summary: "Checks a server against the Azure Web PubSub REST API.",
  examples: [
    ["webpubsub-conformance", "Start a Prism mock and test it."],
    ["webpubsub-conformance --target emulator", "Start the emulator and test it."],
    [
      "webpubsub-conformance --connection-string-env WEB_PUBSUB",
      "Test the server in the connection string $WEB_PUBSUB.",
    ],
    [
      "webpubsub-conformance --url http://127.0.0.1:9000 --connection-string-env WEB_PUBSUB",
      "Test it through a proxy: requests go to --url, tokens are signed for the server.",
    ],
    [
      "webpubsub-conformance --target prism --url http://127.0.0.1:4010",
      "Test a running Prism, or a proxy in front of one.",
    ],
    [
      "webpubsub-conformance --target emulator --only 'send-to-*' --report html=report.html",
      "Run some of the cases and write a report.",
    ],
  ],
  sections: { Target: TARGET_OPTIONS, Selection: SELECTION_OPTIONS, Output: OUTPUT_OPTIONS },
  notes: [
    "Secrets are read from environment variables only, and are never written to output or reports.",
    "Safe against a live resource: the run uses its own hubs, closes its connections and honours 429. Only empty hubs and groups remain.",
  ],
  exitStatus: [
    [0, "The target conforms: no MUST case failed, nor a SHOULD with --strict."],
    [1, "The target does not conform."],
    [2, "Could not be determined, for example because the target was unreachable."],
  ],
});

/** What the command line says. */
export interface Command {
  readonly help: boolean;
  readonly list: boolean;
  readonly target: TargetKind;
  readonly descriptions: readonly DescriptionName[];
  /** Globs of case ids; none: every case. */
  readonly only: readonly string[];
  readonly levels: readonly Level[];
  /** Whether a failed SHOULD case fails the run. */
  readonly strict: boolean;
  readonly driver: "client" | "raw";
  /** The path of a file; undefined: the built-in expectations of the target. */
  readonly expectations: string | undefined;
  /** The path to write each kind of report to. */
  readonly reports: { readonly [kind in ReportKind]?: string };
}

/**
 * Reads the command line.
 *
 * @param words the arguments of the command
 * @param environment the variables that the `--…-env` options name
 * @throws {UsageError} if an argument is not understood, or arguments contradict each other. The message has no secret in it
 */
export function readArguments(words: readonly string[], environment: NodeJS.ProcessEnv = process.env): Command {
  const given = readOptions(OPTIONS, words);
  const target = readTarget(given, environment);
  const names = given["api-version"];
  const descriptions: readonly DescriptionName[] = names.length > 0 ? [...new Set(names)] : [latestApiVersion];
  if (target.hasOneDescription && descriptions.length !== 1) {
    throw new UsageError(
      `With --target prism, --url needs exactly one --api-version, the description that is mocked there: ${DESCRIPTION_NAMES.join(", ")}.`,
    );
  }
  const { help, list, only, level, strict, driver, expectations } = given;
  return {
    help,
    list,
    target,
    descriptions,
    only,
    levels: LEVELS.slice(0, LEVELS.findIndex((each) => each.toLowerCase() === level) + 1),
    strict,
    driver,
    expectations,
    reports: readReports(given.report),
  };
}

/** The options that name an environment variable with a secret. */
const SECRET_OPTIONS = ["connection-string-env", "access-key-env", "token-env"] as const;
type SecretOption = (typeof SECRET_OPTIONS)[number];

function readTarget(given: GivenOptions, environment: NodeJS.ProcessEnv): TargetKind {
  const { target, url } = given;
  checkUrl(url);
  const [option, other] = SECRET_OPTIONS.filter((name) => given[name] !== undefined);
  if (option === undefined) return readNamedTarget(target, url);
  if (other !== undefined) throw new UsageError(`--${option} and --${other} exclude each other; give one.`);
  if (target !== undefined) {
    throw new UsageError(
      `--target ${target} cannot be combined with --${option}. To test your own server, leave --target out.`,
    );
  }
  const access = readAccess(option, url, readSecret(option, given[option] ?? "", environment));
  const rate = readRate(given.rate) ?? (isLoopback(access.address) ? undefined : REMOTE_REQUESTS_PER_SECOND);
  return server({ ...access, ...(rate !== undefined && { requestsPerSecond: rate }) });
}

function checkUrl(url: string | undefined): void {
  if (url === undefined || (URL.canParse(url) && /^https?:/.test(url))) return;
  throw new UsageError(`--url is ${JSON.stringify(url)}, not an http or https URL. Example: http://127.0.0.1:4010`);
}

/** A target that needs no secret. */
function readNamedTarget(name: GivenOptions["target"], url: string | undefined): TargetKind {
  if (name === undefined && url !== undefined) {
    throw new UsageError(
      "--url needs credentials (--connection-string-env, --access-key-env or --token-env), or --target prism for a mock.",
    );
  }
  return NAMED_TARGETS[name ?? "prism"](url);
}

function readSecret(option: SecretOption, variable: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[variable]?.trim();
  if (value) return value;
  // Anything longer, or with other characters, may be the secret itself: it is not repeated.
  if (!/^[A-Za-z_]\w{0,39}$/.test(variable)) {
    throw new UsageError(
      `--${option} takes the name of an environment variable, such as WEB_PUBSUB, not the secret itself.`,
    );
  }
  throw new UsageError(`--${option} names the environment variable "${variable}", which is not set or is empty.`);
}

function readAccess(option: SecretOption, url: string | undefined, secret: string): ServerAccess {
  if (option === "connection-string-env") {
    const { endpoint, accessKey } = readConnectionString(secret);
    return { address: url ?? endpoint, accessKey, ...(url !== undefined && { audience: endpoint }) };
  }
  if (url === undefined) throw new UsageError(`--${option} needs --url, the address of the server.`);
  return option === "token-env" ? { address: url, token: secret } : { address: url, accessKey: secret };
}

function readConnectionString(text: string): { endpoint: string; accessKey: string } {
  try {
    return parseConnectionString(text);
  } catch (error) {
    throw error instanceof InvalidInputError ? new UsageError(error.message) : error;
  }
}

function readRate(rate: string | undefined): number | undefined {
  if (rate === undefined) return undefined;
  const number = Number(rate);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UsageError(`--rate is ${JSON.stringify(rate)}; it must be a number greater than 0 (requests per second).`);
}

function isLoopback(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);
}

function readReports(lists: readonly string[]): Command["reports"] {
  const pairs = lists
    .flatMap((list) => list.split(","))
    .map((pair) => {
      const [kind = "", ...rest] = pair.split("=");
      const file = rest.join("=");
      if (!REPORT_KINDS.some((each) => each === kind) || file === "") {
        throw new UsageError(`--report ${JSON.stringify(pair)} is not KIND=FILE. Kinds: ${REPORT_KINDS.join(", ")}.`);
      }
      return [kind, file];
    });
  return Object.fromEntries(pairs);
}
