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

/** The key that the official emulator has published for itself. It protects nothing. */
export const DEFAULT_ACCESS_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

/** In bytes. A group name of 1024 characters beyond ASCII stands in the address and again in the token, percent-encoded. */
const MAX_HEAD_BYTES = 64 * 1024;

export interface EmulatorOptions {
  /** @default 0, a free one */
  port?: number;
  /** The address to listen on. @default "127.0.0.1" */
  host?: string;
  /** The key that requests and client tokens are signed with. @default the one that the official emulator has published */
  accessKey?: string;
  /** `manual`: time stands still until `clock.advance` moves it. @default "real" */
  clock?: "real" | "manual";
  /**
   * Whether tokens of the form of Microsoft Entra's are accepted: their audience and lifetime are checked, their signature
   * cannot be. @default false
   */
  acceptUnverifiedEntraTokens?: boolean;
  /** Whether generateToken refuses tokens that were signed with an access key. @default false */
  generateTokenRequiresEntra?: boolean;
}

/** A running emulator. */
export interface Emulator<Time extends Clock = Clock> {
  /** Where it is: `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** For clients of the REST API, ours and others. */
  readonly connectionString: string;
  /** The time that tokens expire by, messages are dropped by, and connections can be recovered in. */
  readonly clock: Time;
  /** What it did: requests, deliveries, connections. */
  readonly log: Log;
  /**
   * The address for a client's WebSocket, with a token for an hour.
   *
   * @param hub the name of the hub
   */
  clientUrl(hub: string, options?: { userId?: string; roles?: readonly string[]; groups?: readonly string[] }): string;
  /** Registers the application: it is called with each event that a client sends. One at a time. */
  on(event: "userEvent", handler: UserEventHandler): void;
  /** Plans a fault for requests to come. @throws {RangeError} if a number of it is out of range */
  addFault(fault: Fault): void;
  /** Back to the beginning: no connections, no groups, no faults, no handler, an empty log. The address stays. */
  reset(): Promise<void>;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an emulator of the whole REST API and of the client WebSocket endpoint in this process. Any number can run side by
 * side.
 *
 * @throws what `listen` throws, for example where the port is in use
 */
export function startEmulator(options: EmulatorOptions & { clock: "manual" }): Promise<Emulator<ManualClock>>;
export function startEmulator(options?: EmulatorOptions): Promise<Emulator>;
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return startWith(options, {});
}

/**
 * Starts an emulator that is wrong on purpose. For the mutants of the suite; not part of the package.
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
  const endpoint = `http://${host.includes(":") ? `[${host}]` : host}:${chosen}`;

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
