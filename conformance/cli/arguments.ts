import { parseArgs } from "node:util";
import { InvalidInputError, parseConnectionString } from "webpubsub-fetch";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Level } from "../cases/case.js";
import { DESCRIPTION_NAMES, isApiVersion } from "../description/documents.js";
import type { ServerAccess } from "../runner/preflight.js";

const API_VERSIONS = DESCRIPTION_NAMES.filter(isApiVersion);
const LEVELS: readonly Level[] = ["MUST", "SHOULD", "MAY"];
const REPORTS = ["html", "junit", "json", "md"] as const;
export type ReportKind = (typeof REPORTS)[number];

export const HELP = `webpubsub-conformance: holds a server to the Azure Web PubSub REST API.

  webpubsub-conformance                       a Prism mock of each api-version, in this process
  webpubsub-conformance --target emulator     our emulator, in this process
  webpubsub-conformance --connection-string-env WEB_PUBSUB
                                              the server that the connection string in $WEB_PUBSUB names
  webpubsub-conformance --url http://127.0.0.1:9000 --connection-string-env WEB_PUBSUB
                                              a proxy in front of it: requests go to --url, tokens name the server
  webpubsub-conformance --target prism --url http://127.0.0.1:4010 --api 2024-12-01
                                              a Prism that runs already, or a proxy in front of one
  webpubsub-conformance --target emulator --only 'send-to-*' --report html=report.html

Where
  --target NAME       prism or emulator. Default: prism, unless a server is given.
  --url ADDRESS       Where requests go. With --target prism a mock of the one description that --api names.
  --connection-string-env NAME, --access-key-env NAME, --token-env NAME
                      The environment variable that has the connection string, the access key, or a token that is sent
                      as it is (of Microsoft Entra). Secrets are never taken from the command line, nor written.
  --rate N            At most N requests a second. Default: 20 to another machine, otherwise any number.

What
  --api NAME          ${DESCRIPTION_NAMES.join(", ")}. May be given again.
                      Default: ${API_VERSIONS.join(" and ")}.
  --only GLOB         The cases whose id fits, such as 'send-to-*' or '*/effects-*'. May be given again.
  --level LEVEL       must, should or may: how binding a requirement has to be. Default: may, which is all.
  --driver NAME       client: requests are sent by webpubsub-fetch. raw: without it, so that a fault of the client
                      and a fault of the server can be told apart. Default: client.
  --expectations FILE What the server is known to do otherwise (YAML). Prism and the emulator have their own.
  --list              Prints the cases, with level, source and requirement, and ends.

Reports
  --report LIST       Files to write, as KIND=FILE with commas between: ${REPORTS.join(", ")}.
  --help, -h          This text.

On a service in use: everything happens in hubs of the run's own, all connections are closed, a 429 is honoured, and
nothing is left behind but hubs and groups with nobody in them.

Exit status: 0 the target conforms; 1 it does not; 2 that could not be found out.`;

/** What the command was asked to do. */
export interface Command {
  readonly help: boolean;
  readonly list: boolean;
  readonly target:
    | { readonly kind: "prism"; readonly url: string | undefined }
    | { readonly kind: "emulator" }
    | ({ readonly kind: "server" } & ServerAccess);
  readonly descriptions: readonly DescriptionName[];
  /** Globs for ids; none: all. */
  readonly only: readonly string[];
  readonly levels: readonly Level[];
  readonly driver: "client" | "raw";
  readonly expectations: string | undefined;
  readonly reports: { readonly [kind in ReportKind]?: string };
}

/** The command line cannot be understood, or asks for something that there is not. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @param environment where secrets are */
export function readArguments(words: readonly string[], environment: NodeJS.ProcessEnv = process.env): Command {
  const values = parse(words);
  const { api = API_VERSIONS, only = [], level = "may", driver = "client", report = [] } = values;
  const chosen = [...new Set(api)].map(descriptionName);
  const target = readTarget(values, environment);
  if (target.kind === "prism" && target.url !== undefined && chosen.length !== 1) {
    throw new UsageError(
      `--url needs one --api: a mock has one description. Choose one of ${DESCRIPTION_NAMES.join(", ")}.`,
    );
  }
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    target,
    descriptions: chosen,
    only,
    levels: LEVELS.slice(0, LEVELS.indexOf(oneOf("--level", level.toUpperCase(), LEVELS)) + 1),
    driver: oneOf("--driver", driver, ["client", "raw"]),
    expectations: values.expectations,
    reports: readReports(report),
  };
}

type Given = ReturnType<typeof parse>;

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        target: { type: "string" },
        url: { type: "string" },
        "connection-string-env": { type: "string" },
        "access-key-env": { type: "string" },
        "token-env": { type: "string" },
        rate: { type: "string" },
        api: { type: "string", multiple: true },
        only: { type: "string", multiple: true },
        level: { type: "string" },
        driver: { type: "string" },
        expectations: { type: "string" },
        list: { type: "boolean" },
        report: { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readTarget(given: Given, environment: NodeJS.ProcessEnv): Command["target"] {
  const { target, url } = given;
  const secrets = SECRETS.filter((option) => given[option] !== undefined);
  if (url !== undefined && (!URL.canParse(url) || !/^https?:/.test(url))) {
    throw new UsageError(
      `--url is ${JSON.stringify(url)}, which is no http or https address, such as http://127.0.0.1:4010.`,
    );
  }
  if (secrets.length > 1)
    throw new UsageError(`${secrets.map((option) => `--${option}`).join(" and ")}: give one of them.`);
  const [secret] = secrets;
  if (secret === undefined) {
    if (target === undefined && url !== undefined) {
      throw new UsageError(
        "--url alone does not say what is there: add --connection-string-env, --access-key-env or --token-env for a server, or --target prism for a mock.",
      );
    }
    const kind = oneOf("--target", target ?? "prism", ["prism", "emulator"]);
    if (kind === "prism") return { kind, url };
    if (url !== undefined) {
      throw new UsageError(
        "--target emulator starts one in this process. For one that runs, give --url with --access-key-env or --connection-string-env.",
      );
    }
    return { kind };
  }
  if (target !== undefined)
    throw new UsageError(
      `--target ${target} and --${secret}: a server is given by its address and key, without --target.`,
    );
  const access = readAccess(secret, url, secretFrom(secret, given[secret] ?? "", environment));
  const rate = readRate(given.rate) ?? (isLoopback(access.address) ? undefined : 20);
  return { kind: "server", ...access, ...(rate !== undefined && { requestsPerSecond: rate }) };
}

const SECRETS = ["connection-string-env", "access-key-env", "token-env"] as const;

function secretFrom(option: string, name: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[name]?.trim();
  if (value) return value;
  throw new UsageError(
    `--${option} is ${JSON.stringify(name)}, and there is no environment variable of that name that says anything.`,
  );
}

function readAccess(option: (typeof SECRETS)[number], url: string | undefined, secret: string): ServerAccess {
  if (option === "connection-string-env") {
    try {
      const { endpoint, accessKey } = parseConnectionString(secret);
      return { address: url ?? endpoint, accessKey, ...(url !== undefined && { audience: endpoint }) };
    } catch (error) {
      if (error instanceof InvalidInputError) throw new UsageError(error.message);
      throw error;
    }
  }
  if (url === undefined) throw new UsageError(`--${option} needs --url: it does not say where the server is.`);
  return option === "token-env" ? { address: url, token: secret } : { address: url, accessKey: secret };
}

function readRate(rate: string | undefined): number | undefined {
  if (rate === undefined) return undefined;
  const number = Number(rate);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UsageError(`--rate is ${JSON.stringify(rate)}, which is no number of requests a second above 0.`);
}

function isLoopback(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);
}

function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `${option} is ${JSON.stringify(value)}. Choose one of ${allowed.map((each) => each.toLowerCase()).join(", ")}.`,
  );
}

function descriptionName(name: string): DescriptionName {
  const found = DESCRIPTION_NAMES.find((each) => each === name);
  if (found !== undefined) return found;
  throw new UsageError(
    `--api is ${JSON.stringify(name)}, which is not described. Choose one of ${DESCRIPTION_NAMES.join(", ")}.`,
  );
}

function readReports(lists: readonly string[]): Command["reports"] {
  const pairs = lists
    .flatMap((list) => list.split(","))
    .map((pair) => {
      const [kind = "", ...file] = pair.split("=");
      if (!REPORTS.some((each) => each === kind) || file.join("=") === "") {
        throw new UsageError(
          `--report has ${JSON.stringify(pair)}, which is none of ${REPORTS.map((each) => `${each}=FILE`).join(", ")}.`,
        );
      }
      return [kind, file.join("=")];
    });
  return Object.fromEntries(pairs);
}
