import type { ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "../../generated/operation.js";
import { type OperationId, operations } from "../../generated/operations.js";
import { ajv } from "./schemas.js";

/** The schema of a parameter in the description. */
function schemaOf(operation: OperationId, parameter: string): JsonSchema {
  const found = operations[operation].parameters.find(({ name }) => name === parameter);
  if (found === undefined) throw new Error(`The description has no parameter ${parameter} for ${operation}.`);
  return found.schema;
}

const hubName = ajv.compile(schemaOf("sendToGroup", "hub"));
const groupName = ajv.compile(schemaOf("sendToGroup", "group"));
const ttlSeconds = ajv.compile(schemaOf("sendToGroup", "messageTtlSeconds"));

const validates = (rule: ValidateFunction) => (value: unknown) => rule(value) as boolean;

export const isHubName = validates(hubName);
export const isGroupName = (name: unknown): name is string => groupName(name);
/** The time to live of a message, in seconds. */
export const isTtlSeconds = validates(ttlSeconds);

/** Events are sent by clients only, so the description has no rule for their names. */
export function isEventName(name: string): boolean {
  return /^[a-z][a-z0-9_.-]{0,127}$/i.test(name);
}
