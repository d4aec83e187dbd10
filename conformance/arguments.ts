import { parseArgs } from "node:util";
import { type DescriptionName, descriptions } from "../generated/descriptions.js";

const NAMES = Object.keys(descriptions) as DescriptionName[];
/** The api-versions; the rest are what overlays make of them. */
const API_VERSIONS = NAMES.filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name));

export const HELP = `webpubsub-conformance: replays every operation of the Azure Web PubSub REST API against a mock, and says what was
exercised of what the description states.

  webpubsub-conformance                          both api-versions, each against a Prism mock of its own
  webpubsub-conformance --api 2024-12-01         one description; may be given again
  webpubsub-conformance --url http://127.0.0.1:4010 --api 2024-12-01
                                                 a Prism that runs already, or a proxy in front of one
  webpubsub-conformance --report junit=junit.xml,json=report.json

  --api NAME       ${NAMES.join(", ")}. Default: ${API_VERSIONS.join(" and ")}.
  --url ADDRESS    Where the mock is. It has to do what the \`Prefer\` header asks, as Prism does, and to be a mock of the
                   one description that --api names. Default: a Prism in this process, on a free loopback port.
  --report LIST    Files to write besides, as KIND=FILE, with commas between: junit, json.
  --help, -h       This text.

Exit status: 0 the target conforms and everything documented was exercised; 1 not so; 2 it could not be found out.`;

/** What the command was asked to do. */
export interface Command {
  readonly help: boolean;
  readonly descriptions: readonly DescriptionName[];
  readonly url: string | undefined;
  readonly reports: { readonly junit?: string; readonly json?: string };
}

/** The command line cannot be understood, or asks for something that there is not. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function readArguments(words: readonly string[]): Command {
  const { api = API_VERSIONS, url, report = [], help = false } = parse(words);
  const chosen = [...new Set(api)].map(descriptionName);
  if (url !== undefined) {
    if (!URL.canParse(url) || !/^https?:/.test(url)) {
      throw new UsageError(
        `--url is ${JSON.stringify(url)}, which is no http or https address, such as http://127.0.0.1:4010.`,
      );
    }
    if (chosen.length !== 1)
      throw new UsageError(`--url needs one --api: a mock has one description. Choose one of ${NAMES.join(", ")}.`);
  }
  return { help, descriptions: chosen, url, reports: readReports(report) };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        api: { type: "string", multiple: true },
        url: { type: "string" },
        report: { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function descriptionName(name: string): DescriptionName {
  const found = NAMES.find((each) => each === name);
  if (found !== undefined) return found;
  throw new UsageError(`--api is ${JSON.stringify(name)}, which is not described. Choose one of ${NAMES.join(", ")}.`);
}

function readReports(lists: readonly string[]): Command["reports"] {
  const pairs = lists
    .flatMap((list) => list.split(","))
    .map((pair) => {
      const [kind = "", ...file] = pair.split("=");
      if ((kind !== "junit" && kind !== "json") || file.join("=") === "") {
        throw new UsageError(`--report has ${JSON.stringify(pair)}, which is not junit=FILE or json=FILE.`);
      }
      return [kind, file.join("=")];
    });
  return Object.fromEntries(pairs);
}
