import type { Authenticator } from "./authentication/index.js";
import type { Clock } from "./clock.js";
import type { Log } from "./emulator-log.js";
import type { Connection } from "./state/connection.js";
import type { Hubs } from "./state/hub.js";
import type { Payload } from "./state/message.js";

/** An event that a client sent, for the application. */
export interface UserEvent {
  readonly hub: string;
  readonly connection: Connection;
  /** The name of the event; `message` for what a raw client sends. */
  readonly event: string;
  readonly payload: Payload;
  /** What the client sent along with it; not there where it sent nothing. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What an application answers to an event: a message to the one who sent it, or nothing. Throwing is a failure. */
export type UserEventHandler = (event: UserEvent) => Payload | undefined | Promise<Payload | undefined>;

/** What the REST side and the socket side of one emulator share. */
export interface Context {
  readonly hubs: Hubs;
  readonly clock: Clock;
  readonly log: Log;
  readonly authenticator: Authenticator;
  /** The key that client tokens are signed with. */
  readonly accessKey: string;
  /** Undefined: nobody handles events. */
  userEventHandler: UserEventHandler | undefined;
}
