import { type ApiVersion, createClient } from "webpubsub-fetch";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import type { Case } from "../case.js";
import { ConformanceError } from "../conformance-error.js";
import { pointer } from "../documents.js";
import { type Exchange, Recorder, textOf } from "../exchange.js";
import { exercisedFacts } from "../report/facts.js";
import type { Target } from "../targets/target.js";
import { checkToken } from "../token.js";
import {
  apiVersionOf,
  encodeBody,
  exampleBodies,
  exampleRequest,
  kebab,
  optionalParameters,
  type RequestValues,
  slug,
  successStatus,
} from "./request.js";
import { checkExample, checkResponse } from "./response-check.js";

/** A response to ask a mock for. */
interface AskedResponse {
  /** As the description has it, `default` included. */
  readonly status: string;
  readonly code: number;
  readonly mediaType?: string;
  readonly example?: string;
}

/** What `default` stands for in a replay: a status that no operation describes on its own. */
const ANY_FAILURE = 500;

/**
 * Every documented operation, replayed through the typed client: each response × each example of the request body ×
 * no optional parameter, each alone, and all of them; and each further example of each parameter.
 */
export function replayCases(description: DescriptionName, operations: Readonly<Record<string, Operation>>): Case[] {
  return Object.entries(operations).flatMap(([id, operation]) => {
    const cases: Case[] = [];
    const add = (asked: AskedResponse, values: RequestValues, ...words: readonly string[]) =>
      cases.push(replayCase(description, id, operation, asked, values, words));

    for (const asked of askedResponses(operation)) {
      for (const body of exampleBodies(operation)) {
        for (const chosen of choices(optionalParameters(operation))) {
          const words = [
            ...(body === undefined ? [] : [slug(`${body.mediaType}.${body.name}`)]),
            chosen.length === 0 ? "bare" : chosen.join("+"),
          ];
          add(asked, exampleRequest(operation, chosen, body), ...words);
        }
      }
    }
    const success = askedResponses(operation).find(
      ({ status }) => status === successStatus(operation),
    ) as AskedResponse;
    for (const { name, in: place, examples } of operation.parameters) {
      for (const [example, value] of Object.entries(examples)) {
        const values = exampleRequest(operation);
        add(success, { ...values, [place]: { ...values[place], [name]: value } }, `${name}.${example}`);
      }
    }
    return cases;
  });
}

function askedResponses({ method, responses }: Operation): AskedResponse[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const code = status === "default" ? ANY_FAILURE : Number(status);
    const examples = Object.entries(content).flatMap(([mediaType, media]) =>
      Object.keys(media.examples).map((example) => ({ status, code, mediaType, example })),
    );
    return method === "HEAD" || examples.length === 0 ? [{ status, code }] : examples;
  });
}

/** None of the optional parameters, each alone, and all together. */
function choices(names: readonly string[]): (readonly string[])[] {
  const alone = names.map((name) => [name]);
  return names.length > 1 ? [[], ...alone, names] : [[], ...alone];
}

function replayCase(
  description: DescriptionName,
  id: string,
  operation: Operation,
  asked: AskedResponse,
  values: RequestValues,
  words: readonly string[],
): Case {
  const answer = [
    asked.status,
    ...(asked.mediaType === undefined ? [] : [slug(`${asked.mediaType}.${asked.example}`)]),
  ].join("-");
  return {
    id: [kebab(id), "replay", answer, ...words].join("/"),
    description,
    operation: id,
    level: "MUST",
    requirement: `The client sends what the description allows, and gets the documented response ${asked.status}.`,
    source: pointer("paths", operation.path, operation.method.toLowerCase(), "responses", asked.status),
    needs: ["responses", "validation"],
    async run(target) {
      const { exchange, result } = await call(target, operation, values, asked);
      checkAccepted(exchange);
      if (exchange.response.status !== asked.code) {
        throw new ConformanceError(`The status is ${exchange.response.status}, and should be ${asked.code}.`, exchange);
      }
      checkResponse(description, operation, asked.status, exchange);
      if (asked.mediaType !== undefined && asked.example !== undefined) {
        checkExample(operation.responses[asked.status]?.content[asked.mediaType]?.examples[asked.example], exchange);
      }
      checkResult(result, exchange);
      checkToken(target, exchange);
      return exercisedFacts(operation, exchange);
    },
  };
}

/** Prism says what it finds wrong in a header. What it finds wrong with its own response is not asked here. */
function checkAccepted(exchange: Exchange): void {
  const header = exchange.response.headers.get("sl-violations");
  if (header === null) return;
  const violations = JSON.parse(header) as { location: string[]; message: string }[];
  const ofRequest = violations.filter(({ location }) => location[0] === "request");
  if (ofRequest.length === 0) return;
  const said = ofRequest.map(({ location, message }) => `${location.slice(1).join(" ")}: ${message}`).join("; ");
  throw new ConformanceError(`Prism finds the request wrong: ${said}.`, exchange);
}

interface Result {
  data?: unknown;
  error?: { code: string };
}

/** The client as it is used here: paths and options come from the operation table, at run time. */
type AnyClient = Record<string, (path: string, options: object) => Promise<Result>>;

export async function call(
  target: Target,
  operation: Operation,
  { path, query, body }: RequestValues,
  asked?: AskedResponse,
): Promise<{ exchange: Exchange; result: Result }> {
  const recorder = new Recorder();
  const client = clientOf(target, apiVersionOf(operation) as ApiVersion);
  const headers = {
    ...(asked !== undefined && { Prefer: preference(asked) }),
    ...(asked?.mediaType !== undefined && { Accept: asked.mediaType }),
    ...(body !== undefined && { "Content-Type": body.mediaType }),
  };
  const binary = body?.mediaType === "application/octet-stream";
  const result = await client[operation.method]?.(operation.path, {
    params: { path, query },
    headers,
    ...(body !== undefined && { body: binary ? encodeBody(body) : body.value }),
    fetch: recorder.fetch,
  });
  if (result === undefined) throw new ConformanceError(`The client has no method ${operation.method}.`);
  return { exchange: recorder.exchange, result };
}

const clients = new Map<string, AnyClient>();

/** One client for all cases against a target, so that what it remembers between calls is replayed as well. */
function clientOf({ endpoint, accessKey }: Target, apiVersion: ApiVersion): AnyClient {
  const key = `${endpoint} ${apiVersion}`;
  let client = clients.get(key);
  if (client === undefined) {
    client = createClient({ endpoint, accessKey, apiVersion }) as unknown as AnyClient;
    clients.set(key, client);
  }
  return client;
}

function preference({ code, example }: AskedResponse): string {
  return [`code=${code}`, ...(example === undefined ? [] : [`example=${example}`])].join(", ");
}

/** Whether the client handed back `data` on success and `error` on failure, and the right ones. */
function checkResult({ data, error }: Result, exchange: Exchange): void {
  const { status, body } = exchange.response;
  const json =
    body.length === 0 ? undefined : (JSON.parse(textOf(body)) as { code?: string; error?: { code?: string } });
  if (status < 300) {
    if (error === undefined && JSON.stringify(data) === JSON.stringify(json)) return;
    throw new ConformanceError(
      `The client gave data ${JSON.stringify(data)} and error ${JSON.stringify(error)}.`,
      exchange,
    );
  }
  const code = json?.error?.code ?? json?.code ?? exchange.response.headers.get("x-ms-error-code") ?? `Http.${status}`;
  if (data === undefined && error?.code === code) return;
  throw new ConformanceError(
    `The client gave the error ${JSON.stringify(error)}, and its code should be ${code}.`,
    exchange,
  );
}
