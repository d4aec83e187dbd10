import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { descriptions } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { CaseContext } from "../case-context.js";

/**
 * Brings about, on a server with state, what a request is about: a client that is who the path names, and in the group.
 *
 * @param keptParameter the name of a path parameter that stays as it is, because it is what the request is sent for
 * @returns the request, in the stage's hub and about the client
 */
export async function setUpPreconditions(
  context: CaseContext,
  { method, path: template, parameters }: Operation,
  values: RequestValues,
  keptParameter?: string,
): Promise<RequestValues> {
  const { hub, ...others } = values.path;
  const path: Record<string, unknown> = others;
  const { userId, group, connectionId } = path;
  if (keptParameter === "hub") path.hub = hub;
  if (userId !== undefined || group !== undefined || connectionId !== undefined) {
    const client = await context.connect({
      ...(typeof userId === "string" && { userId }),
      ...(typeof hub === "string" && keptParameter === "hub" && { hub }),
    });
    // By the API, which reads a name from a path in its own way.
    const inHub = keptParameter === "hub" ? { hub } : {};
    if (group !== undefined)
      await context.send("addConnectionToGroup", { path: { ...inHub, group, connectionId: client.id } });
    if (connectionId !== undefined && keptParameter !== "connectionId") path.connectionId = client.id;
  }
  // The service refuses its absence, though by the description it may be absent.
  const named = parameters.some(({ name }) => name === "targetName");
  const ready = { ...values, path, query: { ...(named && { targetName: "conformance" }), ...values.query } };
  // What is asked for with HEAD is put there with PUT.
  const put = Object.entries(descriptions[context.description]).find(
    ([, operation]) => operation.method === "PUT" && operation.path === template,
  );
  if (method === "HEAD" && put !== undefined && keptParameter === undefined)
    await context.send(put[0] as OperationId, ready);
  return ready;
}
