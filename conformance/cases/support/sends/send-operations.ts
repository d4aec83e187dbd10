import type { OperationId } from "../../../../generated/2024-12-01/operations.js";

/** The operations that send a message. */
export type SendOperation = Extract<OperationId, "sendToAll" | "sendToConnection" | "sendToGroup" | "sendToUser">;

/** One of the four, by what the others do not have. */
export interface Send {
  readonly operation: SendOperation;
  /** What the path of a request names, so that a receiver is reached. */
  readonly path: (receiver: { readonly id: string }) => Readonly<Record<string, string>>;
  /** What a client of a JSON subprotocol is told of where the message is from. */
  readonly from: Readonly<Record<string, string>>;
}

/** A client that each of the four can reach. */
export const RECEIVER = { userId: "alice", groups: ["room"] } as const;

export const sendToAll: Send = { operation: "sendToAll", path: () => ({}), from: { from: "server" } };

export const sendToConnection: Send = {
  operation: "sendToConnection",
  path: ({ id }) => ({ connectionId: id }),
  from: { from: "server" },
};

export const sendToGroup: Send = {
  operation: "sendToGroup",
  path: () => ({ group: "room" }),
  from: { from: "group", group: "room" },
};

export const sendToUser: Send = {
  operation: "sendToUser",
  path: () => ({ userId: RECEIVER.userId }),
  from: { from: "server" },
};
