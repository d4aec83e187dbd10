import { Ajv2020 } from "ajv/dist/2020.js";

const int32 = { type: "number", validate: (value: number) => value === (value | 0) } as const;

/** Compiles schemas of the description. */
export const ajv = new Ajv2020({ strict: false, formats: { int32 } });
