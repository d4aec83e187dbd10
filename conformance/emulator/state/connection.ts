import type { FilterSubject } from "../filter/index.js";
import type { Message } from "./message.js";
import { PermissionSet } from "./permission-set.js";

/** The socket side of a connection: how what the service does reaches the client. */
export interface Session {
  /** Sends the message, or keeps it where the client can fetch it later. */
  deliver(message: Message): void;
  /** Tells the client that the application server closed the connection, and closes it. It cannot be recovered. */
  close(reason: string | undefined): void;
}

/** A connection of a client, as the operations see it. It may live on for a while without a socket, to be recovered. */
export class Connection implements FilterSubject {
  readonly id: string;
  readonly userId: string | null;
  /** The subprotocol; null for a raw client. */
  readonly protocol: string | null;
  readonly permissions: PermissionSet;
  /** The groups that it is in. Changed by the hub only. */
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
