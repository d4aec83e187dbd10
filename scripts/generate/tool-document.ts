import { type Document, METHODS, type OperationObject, type PathItem, resolve } from "./openapi-document.js";

/**
 * The description as other tools read it. Swagger UI does not follow a reference in the parameters of a path, and
 * swagger-typescript-api does not see the media type of a request body that is a reference: both are written into the operations.
 */
export function toolDocument(description: Document): Document {
  const document = structuredClone(description);
  for (const item of Object.values(document.paths)) {
    for (const operation of operationsOf(item)) {
      if (item.parameters !== undefined) {
        operation.parameters = [...ownParameters(document, item, operation), ...(operation.parameters ?? [])];
      }
      if (operation.requestBody !== undefined) {
        operation.requestBody = structuredClone(resolve(document, operation.requestBody));
      }
    }
    delete item.parameters;
  }
  delete document.components.requestBodies;
  return document;
}

/** The parameters of a path that the operation does not replace by its own. */
function ownParameters(document: Document, item: PathItem, operation: OperationObject) {
  const replaced = new Set(
    operation.parameters?.map((each) => resolve(document, each)).map((each) => `${each.in} ${each.name}`),
  );
  return (item.parameters ?? []).filter((each) => {
    const parameter = resolve(document, each);
    return !replaced.has(`${parameter.in} ${parameter.name}`);
  });
}

function operationsOf(item: PathItem): OperationObject[] {
  return METHODS.flatMap((method) => item[method] ?? []);
}
