import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Authenticator, signClientToken } from "./authentication/index.js";
import { type Clock, type ManualClock, manualClock, realClock } from "./clock.js";
import type { Context, UserEventHandler } from "./emulator-context.js";
import { Log } from "./emulator-log.js";
import { type Fault, Faults } from "./faults.js";
import type { Interception } from "./interception.js";
import { declineUpgrade } from "./rest/decline-upgrade.js";
import { RestEndpoint } from "./rest/rest-endpoint.js";
import { SocketEndpoint } from "./sockets/socket-endpoint.js";
import { Hubs } from "./state/hub.js";

/** The published key of the official emulator. It protects nothing. */
export const DEFAULT_ACCESS_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

/** A group name of 1,024 characters beyond ASCII is in the URL and again in the token, percent-encoded. */
const MAX_HEAD_BYTES = 64 * 1024;

/** Options of {@link startEmulator}. */
export interface EmulatorOptions {
  /** The port to listen on; 0 picks a free one. @default 0 */
  port?: number;
  /** The address to listen on. @default "127.0.0.1" */
  host?: string;
  /** The key that requests and client tokens are signed with. @default {@link DEFAULT_ACCESS_KEY} */
  accessKey?: string;
  /** `manual`: the time stands still until `clock.advance` moves it. @default "real" */
  clock?: "real" | "manual";
  /**
   * Whether REST requests may use a Microsoft Entra token. Its audience and lifetime are checked, its signature is not.
   *
   * @default false
   */
  acceptUnverifiedEntraTokens?: boolean;
  /** Whether generateToken rejects tokens that are signed with an access key. @default false */
  generateTokenRequiresEntra?: boolean;
}

/** A running emulator. */
export interface Emulator<Time extends Clock = Clock> {
  /** The base URL, such as `http://127.0.0.1:8080`. */
  readonly endpoint: string;
  /** The connection string for clients of the REST API. */
  readonly connectionString: string;
  /** Decides when tokens and messages expire, and how long a connection can be recovered. */
  readonly clock: Time;
  /** The requests, deliveries and connections so far. */
  readonly log: Log;
  /**
   * Returns a URL for the WebSocket of a client, with a token that is valid for one hour.
   *
   * @param hub the name of the hub
   * @param options.userId default: the client is anonymous
   * @param options.roles such as `webpubsub.sendToGroup`; default: none
   * @param options.groups the groups that the client joins as it connects; default: none
   */
  clientUrl(hub: string, options?: { userId?: string; roles?: readonly string[]; groups?: readonly string[] }): string;
  /** Registers the handler for events of clients. It replaces the one before. */
  on(event: "userEvent", handler: UserEventHandler): void;
  /**
   * Plans a fault for later requests.
   *
   * @throws {RangeError} if a number of the fault is out of range
   * @throws {TypeError} if a header of the fault is not valid in HTTP
   */
  addFault(fault: Fault): void;
  /** Closes all connections and removes groups, faults, the event handler and the log. The endpoint stays the same. */
  reset(): Promise<void>;
  /** Closes all connections and stops listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an emulator of the REST API and of the client WebSocket endpoint in this process. Several can run at once.
 *
 * @example
 * await using emulator = await startEmulator();
 * const client = createClient(emulator.connectionString);
 *
 * @throws {Error} if it cannot listen, for example because the port is in use (`code` is `EADDRINUSE`)
 */
export function startEmulator(options: EmulatorOptions & { clock: "manual" }): Promise<Emulator<ManualClock>>;
export function startEmulator(options?: EmulatorOptions): Promise<Emulator>;
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return startWith(options, {});
}

/**
 * Starts an emulator that is faulty on purpose. For the mutants of the suite; not part of the package.
 *
 * @internal
 */
export function startWith(
  options: EmulatorOptions & { clock: "manual" },
  interception: Interception,
): Promise<Emulator<ManualClock>>;
/** @internal */
export function startWith(options: EmulatorOptions, interception: Interception): Promise<Emulator>;
/** @internal */
export async function startWith(options: EmulatorOptions, interception: Interception): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", accessKey = DEFAULT_ACCESS_KEY } = options;
  const clock = options.clock === "manual" ? manualClock() : realClock;
  const context: Context = {
    hubs: new Hubs(),
    clock,
    log: new Log(),
    authenticator: new Authenticator({
      accessKeys: [accessKey],
      acceptUnverifiedEntraTokens: options.acceptUnverifiedEntraTokens ?? false,
      now: clock.now,
    }),
    accessKey,
    userEventHandler: undefined,
  };
  interception.prepare?.(context);
  const faults = new Faults();
  const sockets = new SocketEndpoint(context, {}, interception);
  const { generateTokenRequiresEntra = false } = options;
  const rest = new RestEndpoint(context, faults, { generateTokenRequiresEntra }, interception);
  const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
    if (request.url?.startsWith("/client")) sockets.handleRequest(request, response);
    else void rest.handle(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/client")) sockets.handleUpgrade(request, socket, head);
    else declineUpgrade(server, request, socket, head);
  });
  await listen(server, port, host);
  const { port: chosen } = server.address() as AddressInfo;
  // An address that stands for all of the machine's is none to send to.
  const shown = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  const endpoint = `http://${shown.includes(":") ? `[${shown}]` : shown}:${chosen}`;

  const reset = async () => {
    await sockets.closeAll();
    context.hubs.clear();
    context.userEventHandler = undefined;
    faults.clear();
    context.log.clear();
  };
  const close = async () => {
    await sockets.closeAll();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    endpoint,
    connectionString: `Endpoint=${endpoint};AccessKey=${accessKey};Version=1.0;`,
    clock,
    log: context.log,
    clientUrl(hub, { userId, roles = [], groups = [] } = {}) {
      const path = `/client/hubs/${encodeURIComponent(hub)}`;
      const token = signClientToken({
        accessKey,
        audience: `${endpoint}${path}`,
        ...(userId !== undefined && { userId }),
        roles,
        groups,
        expiresInSeconds: 3600,
        now: clock.now(),
      });
      return `${endpoint.replace(/^http/, "ws")}${path}?access_token=${token}`;
    },
    on(_event, handler) {
      context.userEventHandler = handler;
    },
    addFault: (fault) => faults.add(fault),
    reset,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
