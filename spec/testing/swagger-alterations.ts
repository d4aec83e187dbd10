/** A transcript of a Swagger document that may be altered. */
export interface AlterableSwagger {
  apiVersion: string;
  operations: Record<string, AlterableOperation>;
  models: Record<string, AlterableModel>;
}
interface AlterableOperation {
  method: string;
  path: string;
  consumes: string[];
  produces: string[];
  parameters: AlterableParameter[];
  responses: Record<string, { headers?: Record<string, string>; body?: string }>;
}
interface AlterableParameter {
  in: string;
  name: string;
  [keyword: string]: unknown;
}
interface AlterableModel {
  required?: string[];
  additionalProperties?: boolean;
  properties: Record<string, Record<string, unknown>>;
}

/** One alteration of each kind that a comparison with a transcript must notice. */
interface Alteration {
  what: string;
  /** Where the comparison must report it. */
  at: string;
  alter: (swagger: AlterableSwagger) => void;
}

export const SWAGGER_ALTERATIONS: readonly Alteration[] = [
  {
    what: "an operation is missing",
    at: "sendToAll",
    alter: ({ operations }) => void delete operations.WebPubSub_SendToAll,
  },
  {
    what: "an operation is added",
    at: "invoke",
    alter: (swagger) => void Object.assign(swagger.operations, { WebPubSub_Invoke: sendToAll(swagger) }),
  },
  operation("the method differs", "method", (target) => Object.assign(target, { method: "PUT" })),
  operation("the path differs", "path", (target) => Object.assign(target, { path: "/api/hubs/{hub}/:sendAll" })),
  operation("a parameter is missing", "query filter", ({ parameters }) => parameters.splice(4, 1)),
  operation("a parameter is added", "query priority", ({ parameters }) =>
    parameters.push({ in: "query", name: "priority", type: "string" }),
  ),
  parameter("the place of a parameter differs", "header filter", "filter", { in: "header" }),
  parameter("a parameter is required", "query filter > required", "filter", { required: true }),
  parameter("the type of a parameter differs", "query filter > type", "filter", { type: "integer" }),
  parameter("the type of the items differs", "query excluded > items > type", "excluded", {
    items: { type: "integer" },
  }),
  parameter("an array is joined by commas", "query excluded > repeated", "excluded", { collectionFormat: "csv" }),
  parameter("a format differs", "query messageTtlSeconds > format", "messageTtlSeconds", { format: "int64" }),
  parameter("a minimum differs", "query messageTtlSeconds > minimum", "messageTtlSeconds", { minimum: 1 }),
  parameter("a maximum differs", "query messageTtlSeconds > maximum", "messageTtlSeconds", { maximum: 600 }),
  parameter("a default differs", "query messageTtlSeconds > default", "messageTtlSeconds", { default: 60 }),
  parameter("a pattern differs", "path hub > pattern", "hub", { pattern: "^[a-z]+$" }),
  parameter("a maximum length differs", "path hub > maxLength", "hub", { maxLength: 64 }),
  parameter("the values of a parameter differ", "query filter > values", "filter", { enum: ["a"] }),
  parameter("a list of values is open", "query filter > open", "filter", { open: true }),
  operation("a request media type is missing", "body > text/plain", ({ consumes }) => consumes.splice(1, 1)),
  operation("the body is missing", "body", ({ parameters }) => parameters.splice(3, 1)),
  parameter("the body is optional", "body > required", "message", { required: false }),
  parameter("the type of the body differs", "body > text/plain > type", "message", { type: "object" }),
  operation("a status is missing", "202", ({ responses }) => delete responses["202"]),
  operation("a status is added", "204", ({ responses }) => Object.assign(responses, { 204: {} })),
  operation("a success has a body", "202 > application/json", ({ responses }) =>
    Object.assign(responses, { 202: { body: "ErrorDetail" } }),
  ),
  operation("a response media type is missing", "default > application/json", (target) =>
    Object.assign(target, { produces: ["text/json"] }),
  ),
  operation(
    "`default` has no header",
    "default > header x-ms-error-code",
    ({ responses }) => delete responses.default?.headers,
  ),
  operation("`default` has no body", "default > application/json", ({ responses }) => delete responses.default?.body),
  operation("`default` has a body of another model", "default > application/json > model", ({ responses }) =>
    Object.assign(responses.default ?? {}, { body: "InnerError" }),
  ),
  { what: "a model is missing", at: "InnerError", alter: ({ models }) => void delete models.InnerError },
  model("a member is missing", "code", ({ properties }) => delete properties.code),
  model("a member is added", "hint", ({ properties }) => Object.assign(properties, { hint: { type: "string" } })),
  model("the type of a member differs", "code > type", ({ properties }) =>
    Object.assign(properties, { code: { type: "integer" } }),
  ),
  model("a member is required", "target > required", (target) => Object.assign(target, { required: ["target"] })),
];

/** An alteration of sendToAll, which has a body and parameters of most kinds. */
function operation(what: string, at: string, alter: (operation: AlterableOperation) => unknown): Alteration {
  return { what, at: `sendToAll > ${at}`, alter: (swagger) => void alter(sendToAll(swagger)) };
}

function parameter(what: string, at: string, name: string, changes: Record<string, unknown>): Alteration {
  return operation(what, at, ({ parameters }) => {
    Object.assign(existing(parameters.find((each) => each.name === name)), changes);
  });
}

function model(what: string, at: string, alter: (model: AlterableModel) => unknown): Alteration {
  return { what, at: `ErrorDetail > ${at}`, alter: ({ models }) => void alter(existing(models.ErrorDetail)) };
}

function sendToAll({ operations }: AlterableSwagger): AlterableOperation {
  return existing(operations.WebPubSub_SendToAll);
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The transcript does not contain what is to be altered.");
  return value;
}
