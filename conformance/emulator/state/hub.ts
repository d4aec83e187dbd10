import type { Connection } from "./connection.js";
import type { Message } from "./message.js";

/** A hub with its connections, users and groups. */
export class Hub {
  /** In lower case: names of hubs are case-insensitive. */
  readonly name: string;
  readonly connections = new Map<string, Connection>();
  readonly #groups = new Map<string, Set<Connection>>();
  readonly #users = new Map<string, Set<Connection>>();

  constructor(name: string) {
    this.name = name;
  }

  /** The members of a group; empty if it does not exist. */
  members(group: string): ReadonlySet<Connection> {
    return this.#groups.get(group) ?? NO_CONNECTIONS;
  }

  /** The connections of a user; empty if the user does not exist. */
  connectionsOf(userId: string): ReadonlySet<Connection> {
    return this.#users.get(userId) ?? NO_CONNECTIONS;
  }

  add(connection: Connection, groups: readonly string[]): void {
    this.connections.set(connection.id, connection);
    if (connection.userId !== null) addTo(this.#users, connection.userId, connection);
    for (const group of groups) this.join(connection, group);
  }

  /** Removes the connection and its memberships. */
  remove(connection: Connection): void {
    if (!this.connections.delete(connection.id)) return;
    if (connection.userId !== null) removeFrom(this.#users, connection.userId, connection);
    this.leaveAll(connection);
  }

  join(connection: Connection, group: string): void {
    connection.groups.add(group);
    addTo(this.#groups, group, connection);
  }

  leave(connection: Connection, group: string): void {
    connection.groups.delete(group);
    removeFrom(this.#groups, group, connection);
  }

  leaveAll(connection: Connection): void {
    for (const group of [...connection.groups]) this.leave(connection, group);
  }

  /** Delivers the message to each receiver. Messages arrive in the order of the calls. */
  send(receivers: Iterable<Connection>, message: Message): void {
    for (const receiver of receivers) receiver.session.deliver(message);
  }

  close(connections: Iterable<Connection>, reason: string | undefined): void {
    for (const connection of [...connections]) {
      this.remove(connection);
      connection.session.close(reason);
    }
  }
}

const NO_CONNECTIONS: ReadonlySet<Connection> = new Set();

function addTo<T>(sets: Map<string, Set<T>>, name: string, member: T): void {
  const set = sets.get(name);
  if (set === undefined) sets.set(name, new Set([member]));
  else set.add(member);
}

/** A group or a user exists while it has a member. */
function removeFrom<T>(sets: Map<string, Set<T>>, name: string, member: T): void {
  const set = sets.get(name);
  if (set?.delete(member) && set.size === 0) sets.delete(name);
}

/** All hubs. A hub is created when it is first used. */
export class Hubs {
  readonly #hubs = new Map<string, Hub>();

  get(name: string): Hub {
    const key = name.toLowerCase();
    let hub = this.#hubs.get(key);
    if (hub === undefined) {
      hub = new Hub(key);
      this.#hubs.set(key, hub);
    }
    return hub;
  }

  [Symbol.iterator](): IterableIterator<Hub> {
    return this.#hubs.values();
  }

  clear(): void {
    this.#hubs.clear();
  }
}
