import type { Operation } from "../../generated/operation.js";

/** The head of a file of calls: gives `client`. */
export interface CallsOf {
  readonly head: string;
  /** Whether each call has to name the api-version. */
  readonly namesApiVersion: boolean;
}

/** A module with a call of each operation, each of its parameters and bodies as in the first example of the description. */
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
    // `path` is not there in the types of an operation without parameters in its path.
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
