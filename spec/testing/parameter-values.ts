import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const ajv = new Ajv2020({ strict: false, allErrors: true });
// A CommonJS package: the function is `default` of its `default`.
(formats as unknown as (instance: Ajv2020) => void)(ajv);

/** The constraints of a parameter that its text, as it was sent, violates. */
export function parameterProblems(schema: { readonly type?: unknown }, text: string): string[] {
  const validate = ajv.compile(schema);
  validate(parameterValue(schema, text));
  return (validate.errors ?? []).map(({ message }) => message ?? "");
}

/** The value that the text of a parameter stands for, by the type of its schema. */
function parameterValue({ type }: { readonly type?: unknown }, text: string): unknown {
  if (type === "integer") return Number(text);
  return type === "array" ? [text] : text;
}
