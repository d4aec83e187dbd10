import type { Context } from "./emulator-context.js";
import type { RestInterception } from "./rest/rest-interception.js";
import type { SocketInterception } from "./sockets/socket-interception.js";

/** Where the emulator can be made wrong, step by step, to find out which cases notice. What is left out is done as always. */
export interface Interception extends RestInterception, SocketInterception {
  /** Called once, before there is a server. What is in the context may be changed. */
  readonly prepare?: (context: Context) => void;
}
