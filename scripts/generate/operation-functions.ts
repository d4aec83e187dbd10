import { NOTICE } from "./generated-readme.js";
import { type Document, isExistenceCheck, operationsOf, type ParameterObject, resolve } from "./openapi-document.js";

/**
 * Generates the module `functions.ts`: a function for each operation of the newest api-version, called as its operationId. An operation that
 * HEAD asks whether something exists resolves to a boolean.
 *
 * @param document the newest api-version
 */
export function operationFunctions(document: Document): string {
  const functions = operationsOf(document).map((placed) => {
    const { method, path, operation, parameters } = placed;
    const { operationId: id, summary, description = summary, requestBody } = operation;
    const isCheck = isExistenceCheck(placed);
    // The client itself sends the api-version.
    const own = parameters
      .map((node) => resolve<ParameterObject>(document, node))
      .filter(({ name }) => name !== "api-version");
    const needsOptions = requestBody !== undefined || own.some(({ required }) => required === true);
    const type = `OperationOptions<"${id}">`;
    const result = isCheck ? "boolean" : `OperationResult<"${id}">`;
    return `${comment(description, `${method.toUpperCase()} ${path}`, isCheck)}
export function ${id}(client: ClientWith<"${path}">, options${needsOptions ? "" : "?"}: ${type}): Promise<${result}> {
  return ${isCheck ? "checkExistence" : "callOperation"}(client, "${id}", options);
}
`;
  });
  return `${NOTICE}import type { ClientWith } from "../src/client/client-settings.js";
import { callOperation, checkExistence, type OperationOptions, type OperationResult } from "../src/client/operation-function.js";

${functions.join("\n")}`;
}

function comment(description: string, route: string, isCheck: boolean): string {
  const lines = [
    ...description.trim().split("\n"),
    "",
    `The operation is \`${route}\`.`,
    "",
    ...(isCheck ? ["@returns true after 200, false after 404"] : []),
    `@throws {WebPubSubError} ${isCheck ? "after any other response" : "if the service rejects the request or fails"}, or without a response`,
    "@throws {InvalidInputError} if an option is invalid or unknown; nothing was sent",
  ];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}
