import type { ValidateFunction } from "ajv/dist/2020.js";
import { type OperationId, operations } from "../../generated/2024-12-01/operations.js";
import type { JsonSchema } from "../../generated/operation.js";
import { ajv } from "./schemas.js";

/** What the description says of a parameter. */
function schemaOf(operation: OperationId, parameter: string): JsonSchema {
  const found = operations[operation].parameters.find(({ name }) => name === parameter);
  if (found === undefined) throw new Error(`The description has no parameter ${parameter} of ${operation}.`);
  return found.schema;
}

const hubName = ajv.compile(schemaOf("sendToGroup", "hub"));
const groupName = ajv.compile(schemaOf("sendToGroup", "group"));
const ttlSeconds = ajv.compile(schemaOf("sendToGroup", "messageTtlSeconds"));

const validates = (rule: ValidateFunction) => (value: unknown) => rule(value) as boolean;

export const isHubName = validates(hubName);
export const isGroupName = (name: unknown): name is string => groupName(name);
/** How many seconds a message may be kept for a client. */
export const isTtlSeconds = validates(ttlSeconds);

/** The name of an event that a client sends. Known to the client protocol only. */
export function isEventName(name: string): boolean {
  return /^[a-z][a-z0-9_.-]{0,127}$/i.test(name);
}
