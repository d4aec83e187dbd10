import { type ExampleRequest, exampleRequest, targetOf } from "../../generate/example-request.js";
import {
  type Document,
  isExistenceCheck,
  type PlacedOperation,
  type ResponseObject,
  resolve,
} from "../../generate/openapi-document.js";

/** How an operation is called: with the client, and with curl. */
export interface Samples {
  readonly typescript: string;
  readonly curl: string;
}

/** The samples of an operation, with the first example of each required parameter and of the body. */
export function samplesOf(document: Document, placed: PlacedOperation, isLatest: boolean): Samples {
  const request = exampleRequest(document, placed);
  const options = isLatest ? "" : `, { apiVersion: ${literal(request.version)} }`;
  const typescript = `import { createClient } from "webpubsub-fetch";

const client = createClient(process.env.WEBPUBSUB_CONNECTION_STRING ?? ""${options});
${withResult(document, placed, `await ${callOf(request)}`)}
await client.close();`;
  return { typescript, curl: curlSample(request) };
}

function callOf({ method, path, pathValues, queryValues, body }: ExampleRequest): string {
  const values = [
    ...(Object.keys(pathValues).length > 0 ? [`path: ${literal(pathValues)}`] : []),
    ...(Object.keys(queryValues).length > 0 ? [`query: ${literal(queryValues)}`] : []),
  ];
  const options = [
    ...(values.length > 0 ? [`  params: { ${values.join(", ")} },`] : []),
    ...(body === undefined ? [] : [`  body: ${literal(body.value)},`]),
  ];
  return `client.${method}(${literal(path)}${options.length > 0 ? `, {\n${options.join("\n")}\n}` : ""})`;
}

/** The statements that make the call and use its result. */
function withResult(document: Document, placed: PlacedOperation, call: string): string {
  const { responses } = placed.operation;
  if (isExistenceCheck(placed)) return `const { response } = ${call};\nconsole.log(response.ok);`;
  const failure = "if (error) throw new Error(error.message);";
  const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1];
  const hasData = success !== undefined && resolve<ResponseObject>(document, success).content !== undefined;
  if (hasData) return `const { data, error } = ${call};\n${failure}\nconsole.log(data);`;
  return `const { error } = ${call};\n${failure}`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, each]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${literal(each)}`,
  );
  return `{ ${members.join(", ")} }`;
}

function curlSample(request: ExampleRequest): string {
  const { method, body } = request;
  const lines = [
    method === "HEAD" ? "curl --head" : `curl --request ${method}`,
    `  --header "Authorization: Bearer $WEBPUBSUB_TOKEN"`,
    ...(body === undefined
      ? []
      : [`  --header "Content-Type: ${body.type}"`, `  --data-binary ${shellQuoted(JSON.stringify(body.value))}`]),
    `  "$WEBPUBSUB_ENDPOINT${targetOf(request)}"`,
  ];
  return lines.join(" \\\n");
}

const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
