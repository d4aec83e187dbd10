import type { Context } from "./emulator-context.js";
import type { RestInterception } from "./rest/rest-interception.js";
import type { SocketInterception } from "./sockets/socket-interception.js";

/** Hooks that make the emulator faulty on purpose, to see which cases notice. Without a hook its step is unchanged. */
export interface Interception extends RestInterception, SocketInterception {
  /** Called once, before the server starts. It may change the context. */
  readonly prepare?: (context: Context) => void;
}
