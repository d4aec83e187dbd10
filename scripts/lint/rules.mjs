/**
 * A Redocly plugin with our own lint rules: what its strictest ruleset accepts, and the conventions of this description.
 * Redocly loads plugins as JavaScript. `redocly.yaml` switches each rule on.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The styles that OpenAPI allows for each place of a parameter. */
const STYLES = {
  path: ["matrix", "label", "simple"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};
// `anyOf` lists known values.
const CONSTRAINTS = ["enum", "anyOf", "const", "pattern", "minLength", "minimum", "exclusiveMinimum"];
const BOUNDS = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
];

const ledger = readLedger();

/** The ids of the entries. Redocly says only that the plugin failed, so that the error names the file. */
function readLedger() {
  try {
    return new Set(
      Object.keys(parse(readFileSync(new URL("../../spec/evidence.yaml", import.meta.url), "utf8")).entries),
    );
  } catch (error) {
    throw new Error(`spec/evidence.yaml: ${error.message}`, { cause: error });
  }
}

const isError = (status) => status === "default" || /^[45]/.test(status);

const rules = {
  "operation-id-style": () => ({
    Operation(operation, { report, location }) {
      if (/^[a-z][A-Za-z0-9]*$/.test(operation.operationId ?? "")) return;
      report({
        message: `operationId ${JSON.stringify(operation.operationId)} is not camelCase. Example: \`sendToAll\`.`,
        location: location.child("operationId"),
      });
    },
  }),

  "media-type-examples": () => ({
    MediaType(mediaType, { report }) {
      if (Object.keys(mediaType.examples ?? {}).length > 0) return;
      report({ message: "A media type must have named `examples`: the replay cases send and expect each of them." });
    },
  }),

  "parameter-examples": () => ({
    Parameter(parameter, { report }) {
      // Generation gives `api-version` its value and example.
      if (parameter.name === "api-version" || Object.keys(parameter.examples ?? {}).length > 0) return;
      report({
        message: `Parameter \`${parameter.name}\` must have named \`examples\`: the replay cases send each of them.`,
      });
    },
  }),

  "path-parameter-constraint": () => ({
    Parameter(parameter, { report, resolve }) {
      if (parameter.in !== "path") return;
      const schema = resolve(parameter.schema ?? {}).node ?? {};
      if (CONSTRAINTS.some((keyword) => schema[keyword] !== undefined)) return;
      report({
        message: `Path parameter \`${parameter.name}\` has no constraint. It must have at least one of ${CONSTRAINTS.join(", ")}.`,
      });
    },
  }),

  "path-parameter-required": () => ({
    Parameter(parameter, { report }) {
      if (parameter.in !== "path" || parameter.required === true) return;
      report({ message: `Path parameter \`${parameter.name}\` must have \`required: true\`.` });
    },
  }),

  "parameter-style": () => ({
    Parameter(parameter, { report, location }) {
      const allowed = STYLES[parameter.in];
      if (parameter.style === undefined || allowed === undefined || allowed.includes(parameter.style)) return;
      report({
        message: `Style \`${parameter.style}\` does not exist for ${parameter.in} parameters. Allowed: ${allowed.join(", ")}.`,
        location: location.child("style"),
      });
    },
  }),

  "default-fits": () => ({
    Schema(schema, { report, location }) {
      const value = schema.default;
      if (value === undefined) return;
      const values = schema.enum ?? schema.anyOf?.find((each) => each.enum !== undefined)?.enum;
      const fits = (values?.includes(value) ?? true) && !(value < schema.minimum) && !(value > schema.maximum);
      if (fits) return;
      report({
        message: `The default ${JSON.stringify(value)} is outside the values that the schema allows or lists.`,
        location: location.child("default"),
      });
    },
  }),

  "bounds-in-order": () => ({
    Schema(schema, { report }) {
      for (const [lower, upper] of BOUNDS) {
        if (!(schema[lower] > schema[upper])) continue;
        report({ message: `\`${lower}\` ${schema[lower]} is above \`${upper}\` ${schema[upper]}: no value fits.` });
      }
    },
  }),

  "boolean-schema": () => {
    // Their keys in a schema. Tools of OpenAPI 3.0, and many of 3.1, expect an object there.
    const schemasOf = ({ items, not, contains, ...schema }) => [
      ...Object.entries({ items, not, contains }),
      ...["properties", "allOf", "anyOf", "oneOf"].flatMap((keyword) =>
        Object.entries(schema[keyword] ?? {}).map(([key, each]) => [`${keyword}/${key}`, each]),
      ),
    ];
    return {
      Schema(schema, { report, location }) {
        for (const [place, each] of schemasOf(schema)) {
          if (typeof each !== "boolean") continue;
          report({
            message: `\`${place}\` is ${each}. Only \`additionalProperties\` may be a boolean; \`{}\` allows any value.`,
            location: location.child(place.split("/")),
          });
        }
      },
    };
  },

  "default-response": () => ({
    Responses(responses, { report }) {
      if (responses.default !== undefined) return;
      report({
        message:
          "The operation must have a `default` response: the service can fail in ways that the description does not list.",
      });
    },
  }),

  "error-code-header": () => ({
    Responses: {
      Response(response, { report, key }) {
        if (!isError(String(key)) || response.headers?.["x-ms-error-code"] !== undefined) return;
        report({ message: `The error response \`${key}\` must have the header \`x-ms-error-code\`.` });
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
            report({ message: `The response \`${key}\` to HEAD has \`content\`, but a response to HEAD has no body.` });
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
          message: `\`x-evidence\` names ${id}, which does not exist in spec/evidence.yaml.`,
          location: location.child("x-evidence"),
        });
      }
    };
    // Next to a `$ref`, only the visitor of references sees it.
    return { any: { enter: check }, ref: { enter: check } };
  },
};

export default () => ({ id: "webpubsub", rules: { oas3: rules } });
