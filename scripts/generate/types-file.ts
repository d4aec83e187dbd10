import openapiTS, { astToString, stringToAST } from "openapi-typescript";
import ts from "typescript";
import { NOTICE } from "./generated-readme.js";
import { type Document, knownValues, type ParameterObject, plainSchema } from "./openapi-document.js";

const API_VERSION_NOTICE = "// `api-version` is optional here, although the service requires it: the client adds it.\n";

const BINARY_BODY =
  "/** Bytes, in each form that can be sent. */\nexport type BinaryBody = ArrayBufferView | ArrayBuffer | Blob | ReadableStream<Uint8Array>;";

/** `"a" | "b" | (string & {})`: editors suggest the values, and any other is accepted. A plain union with string would be string. */
function openUnion(values: readonly string[]): ts.TypeNode {
  const { factory } = ts;
  return factory.createUnionTypeNode([
    ...values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value))),
    factory.createIntersectionTypeNode([
      factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      factory.createTypeLiteralNode([]),
    ]),
  ]);
}

const KNOWN_VALUES = "x-known-values";

/** The node with its known values in one member: the alternatives themselves would become a union with string. */
function withKnownValues(node: unknown): unknown {
  const values = knownValues(node);
  if (values === undefined) return node;
  const { anyOf: _, ...others } = node as { readonly anyOf: unknown };
  return { ...others, [KNOWN_VALUES]: values };
}

/** The openapi-typescript types of a bundled description. */
export async function types(document: Document): Promise<string> {
  const copy = JSON.parse(JSON.stringify(document), (_, node) => withKnownValues(node)) as Document;
  for (const parameter of Object.values(copy.components.parameters ?? {}) as ParameterObject[]) {
    if (parameter.name === "api-version") parameter.required = false;
    else parameter.description = `${parameter.description ?? ""} ${boundsText(document, parameter.schema)}`.trim();
  }
  const binaryBody = ts.factory.createTypeReferenceNode("BinaryBody");
  const nodes = await openapiTS(copy as unknown as Parameters<typeof openapiTS>[0], {
    alphabetize: false,
    defaultNonNullable: false,
    // Bytes have no schema that gives a usable type: `unknown` would absorb the types of the other bodies.
    transform: (schema) => {
      if ("contentMediaType" in schema) return binaryBody;
      return KNOWN_VALUES in schema ? openUnion(schema[KNOWN_VALUES] as readonly string[]) : undefined;
    },
    silent: true,
  });
  return `${NOTICE}${API_VERSION_NOTICE}${plainComments(astToString([...(stringToAST(BINARY_BODY) as ts.Node[]), ...nodes]))}`;
}

/** The bounds and the default of a parameter, in words: types cannot say them. */
function boundsText(document: Document, schema: unknown): string {
  const { minimum, maximum, minLength, maxLength, ...rest } = plainSchema(document, schema) as Record<string, unknown>;
  const sentences = [
    minimum !== undefined && `Minimum ${minimum}.`,
    maximum !== undefined && `Maximum ${maximum}.`,
    minLength !== undefined && maxLength !== undefined && `${minLength} to ${maxLength} characters.`,
    minLength !== undefined && maxLength === undefined && `Not empty.`,
    rest.default !== undefined && `Default: ${JSON.stringify(rest.default)}.`,
  ];
  return sentences.filter(Boolean).join(" ");
}

/** Comments without the tag `@description`, whose text editors do not show as the documentation of a name. */
function plainComments(text: string): string {
  return text.replaceAll(/( *\* [^\n]+\n)( *)\* @description /g, "$1$2*\n$2* ").replaceAll("@description ", "");
}
