import type { ReferencePage } from "./reference-page.js";

/** An alteration of the transcript of a reference page that the comparison must notice. */
interface PageAlteration {
  what: string;
  /** Where the comparison must report it. */
  at: string;
  alter: (page: ReferencePage) => unknown;
}

const ID = "sendToUser";

export const PAGE_ALTERATIONS: readonly PageAlteration[] = [
  { what: "the title", at: "title", alter: (page) => Object.assign(page, { title: "Web Pub Sub - Send To All" }) },
  { what: "the operation", at: "sendToAll", alter: (page) => Object.assign(page, { operation: "sendToAll" }) },
  { what: "the method", at: `${ID} > method`, alter: (page) => Object.assign(page, { method: "PUT" }) },
  { what: "the path", at: `${ID} > path`, alter: (page) => Object.assign(page, { path: "/api/hubs/{hub}/:send" }) },
  parameter("the place of a parameter", "header filter", "filter", { in: "header" }),
  parameter("whether a parameter is required", "query filter > required", "filter", { required: true }),
  parameter("the type of a parameter", "query filter > type", "filter", { type: "integer" }),
  parameter("the format of a parameter", "query messageTtlSeconds > format", "messageTtlSeconds", { format: "int64" }),
  parameter("a maximum", "query messageTtlSeconds > maximum", "messageTtlSeconds", { maximum: 301 }),
  parameter("a default", "query messageTtlSeconds > default", "messageTtlSeconds", { default: 1 }),
  parameter("a pattern", "path hub > pattern", "hub", { pattern: "^[a-z]+$" }),
  {
    what: "the parameters: one is missing",
    at: `${ID} > query filter`,
    alter: ({ parameters }) => delete parameters.filter,
  },
  parameter("the parameters: one is added", "query excluded", "excluded", { in: "query", required: false }),
  {
    what: "the request media types",
    at: `${ID} > body > text/plain`,
    alter: ({ requestMediaTypes }) => requestMediaTypes.splice(1, 1),
  },
  {
    what: "the name of the body",
    at: "name of the body",
    alter: ({ body }) => Object.assign(body, { name: "payload" }),
  },
  {
    what: "the type of the body",
    at: `${ID} > body > text/plain > type`,
    alter: ({ body }) => Object.assign(body, { type: "object" }),
  },
  {
    what: "the status of a success",
    at: `${ID} > 202`,
    alter: (page) => Object.assign(page, { responses: { 299: {}, default: page.responses.default } }),
  },
  response("the body of a success", "202 > body", "202", { body: "ErrorDetail" }),
  response("the header of `default`", "default > header x-ms-error-code", "default", { headers: {} }),
  response("the type of a header of `default`", "default > header x-ms-error-code", "default", {
    headers: { "x-ms-error-code": "integer" },
  }),
  response("the body of `default`", "default > body > model", "default", { body: "InnerError" }),
  {
    what: "the definitions: one is missing",
    at: "InnerError",
    alter: ({ definitions }) => delete definitions.InnerError,
  },
  member("ErrorDetail", "code", "integer", "type"),
  member("ErrorDetail", "message", "integer", "type"),
  member("ErrorDetail", "target", "integer", "type"),
  member("ErrorDetail", "details", ["string"], "items > type"),
  member("ErrorDetail", "inner", "ErrorDetail", "model"),
  member("ErrorDetail", "hint", "string"),
  member("InnerError", "code", "integer", "type"),
  member("InnerError", "inner", "ErrorDetail", "model"),
  sample("the operation of the sample", "operation", (page) =>
    Object.assign(page.sample, { name: "WebPubSub_SendToAll" }),
  ),
  sample("the method of the sample", "method", ({ sample: { request } }) => Object.assign(request, { method: "PUT" })),
  samplePath("the path of the sample", "path", "/users/user1", ""),
  samplePath("a path value of the sample", "path hub", "hub1", "1hub"),
  samplePath("a name in the query of the sample", "query filters", "filter=", "filters="),
  samplePath("a value in the query of the sample", "query messageTtlSeconds", "=15", "=301"),
  samplePath("the api-version of the sample", "query api-version", "=2023-07-01", "=2022-11-01"),
  samplePath("the query of the sample: api-version is missing", "query api-version", "api-version=2023-07-01&", ""),
  sample("the body of the sample", "body", ({ sample: { request } }) => Object.assign(request, { body: "15" })),
];

function parameter(what: string, at: string, name: string, changes: object): PageAlteration {
  return {
    what,
    at: `${ID} > ${at}`,
    alter: ({ parameters }) => Object.assign(parameters, { [name]: { ...parameters[name], ...changes } }),
  };
}

function response(what: string, at: string, status: string, changes: object): PageAlteration {
  return {
    what,
    at: `${ID} > ${at}`,
    alter: ({ responses }) => Object.assign(responses, { [status]: { ...responses[status], ...changes } }),
  };
}

function member(model: string, name: string, type: string | string[], at?: string): PageAlteration {
  return {
    what: `the type of ${name} in ${model}`,
    at: [model, name, ...(at === undefined ? [] : [at])].join(" > "),
    alter: ({ definitions }) => Object.assign(definitions[model] ?? {}, { [name]: type }),
  };
}

function sample(what: string, at: string, alter: (page: ReferencePage) => unknown): PageAlteration {
  return { what, at: `sample > ${at}`, alter };
}

function samplePath(what: string, at: string, text: string, instead: string): PageAlteration {
  return sample(what, at, ({ sample: { request } }) =>
    Object.assign(request, { path: request.path.replace(text, instead) }),
  );
}
