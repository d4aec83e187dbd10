import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { RequestTarget } from "../../emulator/rest/request/request-target.js";
import { findRoute } from "../../emulator/rest/router.js";

/** Changes a path parameter. The audience of the token is still checked against the address as it arrived. */
export function withPathValue(
  target: RequestTarget,
  method: string | undefined,
  parameter: string,
  change: (value: string) => string,
): RequestTarget {
  const route = findRoute(method ?? "", target.segments);
  if (route === undefined || "allow" in route || !(parameter in route.pathValues)) return target;
  const position = route.operation.path.slice(1).split("/").indexOf(`{${parameter}}`);
  return { ...target, segments: target.segments.map((step, index) => (index === position ? change(step) : step)) };
}

/** Changes the values of a query parameter. No values: leaves the parameter out. */
export function withQueryValues(
  target: RequestTarget,
  parameter: string,
  change: (values: readonly string[]) => readonly string[],
): RequestTarget {
  const query = new Map(target.query);
  const name = parameter.toLowerCase();
  const values = change(query.get(name) ?? []);
  if (values.length === 0) query.delete(name);
  else query.set(name, values);
  return { ...target, query };
}

/** The call with other values of some parameters. */
export function withValues(call: Call, values: Call["values"]): Call {
  return { ...call, values: { ...call.values, ...values } };
}

/** Whether the connection, user or group that the values name exists. A hub always does. */
export function exists(hub: Call["hub"], { connectionId, userId, group }: Call["values"]): boolean {
  if (connectionId !== undefined) return hub.connections.has(String(connectionId));
  if (userId !== undefined) return hub.connectionsOf(String(userId)).size > 0;
  return group === undefined || hub.members(String(group)).size > 0;
}

/** The operation that a request is for, if any. */
export function operationOf(target: RequestTarget, method: string | undefined): string | undefined {
  const route = findRoute(method ?? "", target.segments);
  return route === undefined || "allow" in route ? undefined : route.id;
}
