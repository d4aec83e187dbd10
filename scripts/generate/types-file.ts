import openapiTS, { astToString, stringToAST } from "openapi-typescript";
import ts from "typescript";
import type { Document, ParameterObject } from "./openapi-document.js";

const NOTICE = `// Made by \`npm run generate\` from spec/. Do not edit: change the description instead.
// \`api-version\` is optional here, although the service needs it: the client fills it in.
`;

// `Uint8Array<ArrayBuffer>`, in words that TypeScript before 5.7 reads as well.
const BINARY_BODY =
  "/** Bytes, in each form that fetch takes. */\nexport type BinaryBody = ReturnType<typeof Uint8Array.of> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;";

/** The openapi-typescript types of a bundled description. */
export async function types(document: Document): Promise<string> {
  const copy = structuredClone(document);
  for (const parameter of Object.values(copy.components.parameters ?? {}) as ParameterObject[]) {
    if (parameter.name === "api-version") parameter.required = false;
  }
  const binaryBody = ts.factory.createTypeReferenceNode("BinaryBody");
  const nodes = await openapiTS(copy as unknown as Parameters<typeof openapiTS>[0], {
    alphabetize: false,
    defaultNonNullable: false,
    // OpenAPI has no word for bytes that makes a usable type: `unknown` would swallow every other body.
    transform: (schema) => ("contentMediaType" in schema ? binaryBody : undefined),
    silent: true,
  });
  return `${NOTICE}${astToString([...(stringToAST(BINARY_BODY) as ts.Node[]), ...nodes])}`;
}
