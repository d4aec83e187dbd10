import type { IncomingHttpHeaders } from "node:http";
import type { OperationId } from "../../../../generated/2024-12-01/operations.js";
import type { Context } from "../../emulator-context.js";
import type { Filter } from "../../filter/index.js";
import type { Hub } from "../../state/hub.js";
import type { Values } from "../request/request-parameters.js";
import type { RestResponse } from "../response/rest-response.js";

/** A request that was found correct, so far as the description can tell, and authorized. */
export interface Call {
  readonly operation: OperationId;
  readonly hub: Hub;
  readonly values: Values;
  /** From the query; undefined: no filter. */
  readonly filter: Filter | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the operation takes none. */
  readonly body: Buffer;
  /** The address without its query, for links to more. */
  readonly address: string;
  readonly context: Context;
}

/** Does what an operation does. Refuses by throwing a `Refusal`. */
export type Handler = (call: Call) => RestResponse;

export const OK: RestResponse = { status: 200, listsApiVersions: true };
export const ACCEPTED: RestResponse = { status: 202, listsApiVersions: true };
export const NO_CONTENT: RestResponse = { status: 204, listsApiVersions: true };

/** A parameter that the description requires, or that was checked to be there. */
export function text({ values }: Call, name: string): string {
  return String(values[name]);
}

/** A parameter that is a list; empty where it was left out. */
export function list({ values }: Call, name: string): readonly string[] {
  return (values[name] as readonly string[] | undefined) ?? [];
}
