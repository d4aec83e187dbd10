import type { Operation } from "../../../generated/operation.js";

/** What a module of calls starts with. */
export interface CallsOf {
  /** Declares `client`. */
  readonly head: string;
  /** Whether each call must name the api-version. */
  readonly namesApiVersion: boolean;
}

/** A module that calls each operation once, with the first example of each parameter and body in the description. */
export function callsFile(operations: Readonly<Record<string, Operation>>, { head, namesApiVersion }: CallsOf): string {
  const calls = Object.entries(operations).map(([id, operation]) => call(id, operation, namesApiVersion));
  return [head, ...calls].join("\n");
}

function call(id: string, { method, path, parameters, requestBody }: Operation, namesApiVersion: boolean): string {
  const values = (place: "path" | "query") =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && (namesApiVersion || parameter.name !== "api-version"))
        .map(({ name, examples }) => [name, Object.values(examples)[0]]),
    );
  const content = requestBody?.content["application/json"];
  const options = {
    // The types of an operation without path parameters have no `path`.
    params: { ...(path.includes("{") && { path: values("path") }), query: values("query") },
    ...(content !== undefined && { body: Object.values(content.examples)[0] }),
  };
  return `
export async function ${id}() {
  const { data, error, response } = await client.${method}(${JSON.stringify(path)}, ${JSON.stringify(options)});
  if (error !== undefined) throw new Error(String(response.status), { cause: error });
  return data;
}
`;
}
