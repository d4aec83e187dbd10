/**
 * Rules of ours for `redocly lint`: what the strictest built-in ruleset lets pass, and the conventions of this
 * description. A plugin of Redocly's, which loads it as JavaScript; `redocly.yaml` switches each rule on.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** Where a parameter may stand, and the styles that OpenAPI allows there. */
const STYLES = {
  path: ["matrix", "label", "simple"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};
const CONSTRAINTS = ["enum", "const", "pattern", "minLength", "minimum", "exclusiveMinimum"];
const BOUNDS = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
];

const entries = parse(readFileSync(new URL("../../spec/evidence.yaml", import.meta.url), "utf8")).entries;
const ledger = new Set(Object.keys(entries));

const isError = (status) => status === "default" || /^[45]/.test(status);

const rules = {
  "operation-id-style": () => ({
    Operation(operation, { report, location }) {
      if (/^[a-z][A-Za-z0-9]*$/.test(operation.operationId ?? "")) return;
      report({
        message: `operationId ${JSON.stringify(operation.operationId)} is not camelCase, such as \`sendToAll\`.`,
        location: location.child("operationId"),
      });
    },
  }),

  "media-type-examples": () => ({
    MediaType(mediaType, { report }) {
      if (Object.keys(mediaType.examples ?? {}).length > 0) return;
      report({ message: "A media type needs named `examples`: the replay sends and expects each of them." });
    },
  }),

  "parameter-examples": () => ({
    Parameter(parameter, { report }) {
      if (Object.keys(parameter.examples ?? {}).length > 0) return;
      report({ message: `Parameter \`${parameter.name}\` needs named \`examples\`: the replay sends each of them.` });
    },
  }),

  "path-parameter-constraint": () => ({
    Parameter(parameter, { report, resolve }) {
      if (parameter.in !== "path") return;
      const schema = resolve(parameter.schema ?? {}).node ?? {};
      if (CONSTRAINTS.some((keyword) => schema[keyword] !== undefined)) return;
      report({
        message: `Path parameter \`${parameter.name}\` has no constraint: at least one of ${CONSTRAINTS.join(", ")}.`,
      });
    },
  }),

  "path-parameter-required": () => ({
    Parameter(parameter, { report }) {
      if (parameter.in !== "path" || parameter.required === true) return;
      report({ message: `Path parameter \`${parameter.name}\` must say \`required: true\`.` });
    },
  }),

  "parameter-style": () => ({
    Parameter(parameter, { report, location }) {
      const allowed = STYLES[parameter.in];
      if (parameter.style === undefined || allowed === undefined || allowed.includes(parameter.style)) return;
      report({
        message: `Style \`${parameter.style}\` is not for ${parameter.in} parameters, which have ${allowed.join(", ")}.`,
        location: location.child("style"),
      });
    },
  }),

  "default-fits": () => ({
    Schema(schema, { report, location }) {
      const value = schema.default;
      if (value === undefined) return;
      const fits = (schema.enum?.includes(value) ?? true) && !(value < schema.minimum) && !(value > schema.maximum);
      if (fits) return;
      report({
        message: `The default ${JSON.stringify(value)} is outside the values that the schema allows.`,
        location: location.child("default"),
      });
    },
  }),

  "bounds-in-order": () => ({
    Schema(schema, { report }) {
      for (const [lower, upper] of BOUNDS) {
        if (!(schema[lower] > schema[upper])) continue;
        report({ message: `\`${lower}\` ${schema[lower]} is above \`${upper}\` ${schema[upper]}: nothing fits.` });
      }
    },
  }),

  "default-response": () => ({
    Responses(responses, { report }) {
      if (responses.default !== undefined) return;
      report({ message: "The operation needs a `default` response: the service can fail in ways that nobody listed." });
    },
  }),

  "error-code-header": () => ({
    Responses: {
      Response(response, { report, key }) {
        if (!isError(String(key)) || response.headers?.["x-ms-error-code"] !== undefined) return;
        report({ message: `The error response \`${key}\` needs the header \`x-ms-error-code\`.` });
      },
    },
  }),

  "head-without-content": () => {
    let head = false;
    return {
      PathItem: {
        Operation: {
          enter(_operation, { key }) {
            head = key === "head";
          },
          leave() {
            head = false;
          },
          Response(response, { report, key }) {
            if (!head || response.content === undefined) return;
            report({ message: `The response \`${key}\` to HEAD has \`content\`, but no answer to HEAD has a body.` });
          },
        },
      },
    };
  },

  "evidence-known": () => {
    const check = (node, { report, location }) => {
      if (node === null || typeof node !== "object" || node["x-evidence"] === undefined) return;
      for (const id of [node["x-evidence"]].flat()) {
        if (ledger.has(id)) continue;
        report({
          message: `\`x-evidence\` names ${id}, which spec/evidence.yaml does not have.`,
          location: location.child("x-evidence"),
        });
      }
    };
    // Beside a `$ref`, only a visitor of references sees it.
    return { any: { enter: check }, ref: { enter: check } };
  },
};

export default () => ({ id: "webpubsub", rules: { oas3: rules } });
