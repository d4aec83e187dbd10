import {
  type Document,
  type Example,
  type ParameterObject,
  type PlacedOperation,
  type Reference,
  type RequestBody,
  resolve,
} from "../../generate/openapi-document.js";

/** How an operation is called: with the client, and with curl. */
export interface Samples {
  readonly typescript: string;
  readonly curl: string;
}

/** The samples of an operation, with the first example of each required parameter and of the body. */
export function samplesOf(document: Document, placed: PlacedOperation, isLatest: boolean): Samples {
  const call = exampleCall(document, placed);
  return { typescript: typescriptSample(call, isLatest), curl: curlSample(call) };
}

interface ExampleCall {
  readonly method: string;
  /** With its placeholders, as in the description. */
  readonly path: string;
  readonly version: string;
  readonly pathValues: Readonly<Record<string, unknown>>;
  /** Without the api-version. */
  readonly queryValues: Readonly<Record<string, unknown>>;
  readonly body: { readonly type: string; readonly value: unknown } | undefined;
  readonly hasData: boolean;
  /** Whether 404 is a result, as of the operations that check whether something exists. */
  readonly isExistenceCheck: boolean;
}

function exampleCall(document: Document, { method, path, operation, parameters }: PlacedOperation): ExampleCall {
  const resolved = parameters.map((node) => resolve<ParameterObject>(document, node));
  const valuesIn = (place: string) =>
    Object.fromEntries(
      resolved
        .filter((each) => each.in === place && isSampled(each))
        .map((each) => [each.name, firstExample(document, each.examples)]),
    );
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  return {
    method: method.toUpperCase(),
    path,
    version: document.info.version,
    pathValues: valuesIn("path"),
    queryValues: valuesIn("query"),
    body: exampleBody(document, operation.requestBody),
    hasData: success !== undefined && resolve<{ content?: object }>(document, success).content !== undefined,
    isExistenceCheck: method === "head" && "404" in operation.responses,
  };
}

/** Whether a sample passes the parameter: if it must. `targetName` is optional in the published schemas, but always to be sent. */
function isSampled({ name, required = false }: ParameterObject): boolean {
  return name === "targetName" || (required && name !== "api-version");
}

function exampleBody(document: Document, node: RequestBody | Reference | undefined): ExampleCall["body"] {
  if (node === undefined) return undefined;
  const [[type, media] = []] = Object.entries(resolve<RequestBody>(document, node).content);
  if (type === undefined || media === undefined) return undefined;
  return { type, value: firstExample(document, media.examples) };
}

function firstExample(document: Document, examples: Record<string, Example | Reference> = {}): unknown {
  const [first] = Object.values(examples);
  if (first === undefined) throw new Error("A parameter or body of the description has no example.");
  return resolve<Example>(document, first).value;
}

function typescriptSample(call: ExampleCall, isLatest: boolean): string {
  const { method, path, version, pathValues, queryValues, body } = call;
  const values = [
    ...(Object.keys(pathValues).length > 0 ? [`path: ${literal(pathValues)}`] : []),
    ...(Object.keys(queryValues).length > 0 ? [`query: ${literal(queryValues)}`] : []),
  ];
  const options = [
    ...(values.length > 0 ? [`  params: { ${values.join(", ")} },`] : []),
    ...(body === undefined ? [] : [`  body: ${literal(body.value)},`]),
  ];
  const argument = options.length > 0 ? `, {\n${options.join("\n")}\n}` : "";
  const version_ = isLatest ? "" : `, { apiVersion: ${literal(version)} }`;
  return `import { createClient } from "webpubsub-fetch";

const client = createClient(process.env.WEBPUBSUB_CONNECTION_STRING ?? ""${version_});
${resultOf(call, `await client.${method}(${literal(path)}${argument})`)}
await client.close();`;
}

/** The statements that make the call and use its result. */
function resultOf({ hasData, isExistenceCheck }: ExampleCall, call: string): string {
  if (isExistenceCheck) return `const { response } = ${call};\nconsole.log(response.ok);`;
  const failure = "if (error) throw new Error(error.message);";
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

function curlSample({ method, path, version, pathValues, queryValues, body }: ExampleCall): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(pathValues[name])));
  const query = new URLSearchParams({ "api-version": version });
  for (const [name, value] of Object.entries(queryValues)) {
    for (const each of [value].flat()) query.append(name, String(each));
  }
  const lines = [
    method === "HEAD" ? "curl --head" : `curl --request ${method}`,
    `  --header "Authorization: Bearer $WEBPUBSUB_TOKEN"`,
    ...(body === undefined
      ? []
      : [`  --header "Content-Type: ${body.type}"`, `  --data-binary ${shellQuoted(JSON.stringify(body.value))}`]),
    `  "$WEBPUBSUB_ENDPOINT${filled}?${query}"`,
  ];
  return lines.join(" \\\n");
}

const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
