import { type Document, operationsOf, resolve } from "./openapi-document.js";

/**
 * The description as other tools read it. Swagger UI does not follow a reference in the parameters of a path, and
 * swagger-typescript-api does not see the media type of a request body that is a reference: both are written into the operations.
 */
export function toolDocument(description: Document): Document {
  const document = structuredClone(description);
  for (const { operation, parameters } of operationsOf(document)) {
    if (parameters.length > 0) operation.parameters = [...parameters];
    if (operation.requestBody !== undefined) {
      operation.requestBody = structuredClone(resolve(document, operation.requestBody));
    }
  }
  for (const item of Object.values(document.paths)) delete item.parameters;
  delete document.components.requestBodies;
  return document;
}
