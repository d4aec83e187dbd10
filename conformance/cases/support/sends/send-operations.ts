import type { Operation } from "../../../../generated/operation.js";
import { type OperationId, operations } from "../../../../generated/operations.js";

/** The operations that send a message. */
export type SendOperation = Extract<OperationId, `sendTo${string}`>;

/** An operation that sends a message to the `RECEIVER`, among others. */
export interface Send {
  readonly operation: SendOperation;
  /** The path of a request that reaches the receiver. */
  readonly path: (receiver: { readonly id: string }) => Readonly<Record<string, string>>;
  /** The members of the message frame that say where the message comes from, for clients of a JSON subprotocol. */
  readonly from: Readonly<Record<string, string>>;
}

/** A client that every send can reach. */
export const RECEIVER = { userId: "alice", groups: ["room"] } as const;

/** Every operation that sends a message. */
export const SENDS: readonly Send[] = Object.entries(operations)
  .filter(([, { path }]) => path.endsWith("/:send"))
  .map(([id, operation]) => toSend(id as SendOperation, operation));

/** Every send with the parameter `filter`. */
export const FILTERED_SENDS = SENDS.filter(({ operation }) => hasParameter(operations[operation], "filter"));

export function sendOf(operation: SendOperation): Send {
  return toSend(operation, operations[operation]);
}

function toSend(id: SendOperation, operation: Operation): Send {
  const [group] = RECEIVER.groups;
  return {
    operation: id,
    path: (receiver) => ({
      ...(hasParameter(operation, "connectionId") && { connectionId: receiver.id }),
      ...(hasParameter(operation, "userId") && { userId: RECEIVER.userId }),
      ...(hasParameter(operation, "group") && { group }),
    }),
    from: hasParameter(operation, "group") ? { from: "group", group } : { from: "server" },
  };
}

function hasParameter({ parameters }: Operation, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}
