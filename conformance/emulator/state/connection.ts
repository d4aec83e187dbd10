import type { FilterSubject } from "../filter/index.js";
import type { Message } from "./message.js";
import { PermissionSet } from "./permission-set.js";

/** How a connection reaches its client. */
export interface Session {
  /** Sends the message, or keeps it until the client recovers the connection. */
  deliver(message: Message): void;
  /** Tells the client that the application server closed the connection, and closes it for good. */
  close(reason: string | undefined): void;
}

/** A connection of a client, as operations see it. It may be without a socket for a while, until it is recovered. */
export class Connection implements FilterSubject {
  readonly id: string;
  readonly userId: string | null;
  /** The subprotocol; null for a simple client. */
  readonly protocol: string | null;
  readonly permissions: PermissionSet;
  /** The groups that it is in. Only the hub changes them. */
  readonly groups = new Set<string>();
  readonly session: Session;

  constructor(options: {
    id: string;
    userId: string | null;
    protocol: string | null;
    roles: readonly string[];
    session: Session;
  }) {
    this.id = options.id;
    this.userId = options.userId;
    this.protocol = options.protocol;
    this.permissions = new PermissionSet(options.roles);
    this.session = options.session;
  }

  get connectionId(): string {
    return this.id;
  }
}
