import type { Authenticator } from "./authentication/index.js";
import type { Clock } from "./clock.js";
import type { Log } from "./emulator-log.js";
import type { Connection } from "./state/connection.js";
import type { Hubs } from "./state/hub.js";
import type { Payload } from "./state/message.js";

/** An event that a client sent to the application. */
export interface UserEvent {
  readonly hub: string;
  readonly connection: Connection;
  /** The name of the event; `message` for every frame of a simple client. */
  readonly event: string;
  readonly payload: Payload;
  /** The metadata that the client sent; absent if it sent none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Handles an event of a client.
 *
 * @returns a message to the client that sent the event, or undefined for none
 * @throws anything, to make the event fail: the client gets an error
 */
export type UserEventHandler = (event: UserEvent) => Payload | undefined | Promise<Payload | undefined>;

/** What the REST API and the client endpoint of one emulator share. */
export interface Context {
  readonly hubs: Hubs;
  readonly clock: Clock;
  readonly log: Log;
  readonly authenticator: Authenticator;
  /** Signs client tokens. */
  readonly accessKey: string;
  /** Undefined if no handler is registered: events fail. */
  userEventHandler: UserEventHandler | undefined;
}
