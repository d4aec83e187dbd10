import type { IncomingHttpHeaders } from "node:http";
import type { OperationId } from "../../../../generated/operations.js";
import type { Context } from "../../emulator-context.js";
import type { Filter } from "../../filter/index.js";
import type { Hub } from "../../state/hub.js";
import type { Values } from "../request/request-parameters.js";
import type { RestResponse } from "../response/rest-response.js";

/** A request that is authorized and valid by the description. */
export interface Call {
  readonly operation: OperationId;
  readonly hub: Hub;
  readonly values: Values;
  /** The filter of the query; undefined if there is none. */
  readonly filter: Filter | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Empty if the operation takes none. */
  readonly body: Buffer;
  /** The URL without its query, for the `nextLink`. */
  readonly address: string;
  readonly context: Context;
}

/** Performs an operation. @throws {RejectionError} */
export type Handler = (call: Call) => RestResponse;

export const OK: RestResponse = { status: 200, listsApiVersions: true };
export const ACCEPTED: RestResponse = { status: 202, listsApiVersions: true };
export const NO_CONTENT: RestResponse = { status: 204, listsApiVersions: true };

/** The value of a required parameter. */
export function text({ values }: Call, name: string): string {
  return String(values[name]);
}

/** The values of an array parameter; empty if it is absent. */
export function list({ values }: Call, name: string): readonly string[] {
  return (values[name] as readonly string[] | undefined) ?? [];
}
