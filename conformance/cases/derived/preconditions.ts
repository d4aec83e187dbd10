import { descriptions } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { OperationId } from "../../../generated/operations.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { CaseContext } from "../case-context.js";

/**
 * Creates what a request needs on a server with state: a connected client of the user, a member of the group, with the
 * permission that the path names.
 *
 * @param keptParameter a path parameter that keeps its value, because it is what the request tests
 * @returns the values of the request, in the context's hub and with the id of the client's connection
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
    // By the API and not by token, so that both read the name from a path.
    const inHub = keptParameter === "hub" ? { hub } : {};
    if (group !== undefined)
      await context.send("addConnectionToGroup", { path: { ...inHub, group, connectionId: client.id } });
    if (connectionId !== undefined && keptParameter !== "connectionId") path.connectionId = client.id;
  }
  // Optional by the description, but the service rejects requests without it.
  const hasTargetName = parameters.some(({ name }) => name === "targetName");
  const ready = { ...values, path, query: { ...(hasTargetName && { targetName: "conformance" }), ...values.query } };
  // What HEAD finds, PUT on the same path creates.
  const put = Object.entries(descriptions[context.description]).find(
    ([, operation]) => operation.method === "PUT" && operation.path === template,
  );
  if (method === "HEAD" && put !== undefined && keptParameter === undefined)
    await context.send(put[0] as OperationId, ready);
  return ready;
}
