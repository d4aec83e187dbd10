import type { IncomingMessage } from "node:http";
import { bearerToken, type ClientIdentity, clientIdentity, wwwAuthenticate } from "../../authentication/index.js";
import type { Context } from "../../emulator-context.js";
import { isGroupName, isHubName } from "../../name-rules.js";
import { parseTarget } from "../../rest/request/request-target.js";
import type { HandshakeRejection } from "./handshake-rejection.js";
import { readSimpleClientMode, type SimpleClientMode } from "./simple-client-mode.js";
import { type Subprotocol, selectSubprotocol } from "./subprotocol.js";

/** The body of the response to a request that is not an upgrade to WebSocket. */
export const WEBSOCKET_ONLY = "This endpoint accepts WebSocket connections only.";

const INVALID_HUB_NAME =
  "Invalid hub name: it must start with a letter and contain at most 128 letters, digits, '_', '`', ',', '.', '[' or ']'.";
const INVALID_GROUP_IN_TOKEN =
  "The token contains an invalid group name: it must have 1 to 1,024 characters and not be blank.";

/** What a valid upgrade request asks for. */
export type Handshake =
  | {
      readonly kind: "begin";
      readonly hub: string;
      readonly protocol: Subprotocol | null;
      readonly identity: ClientIdentity;
      /** Ignored with a subprotocol. */
      readonly simpleClientMode: SimpleClientMode;
    }
  | {
      readonly kind: "recover";
      readonly hub: string;
      readonly protocol: Subprotocol | null;
      readonly connectionId: string;
      readonly reconnectionToken: string;
    };

/** The URL of a request to the client endpoint. */
export interface ClientTarget {
  /** In lower case. */
  readonly hub: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Reads the URL `/client/hubs/{hub}`. */
export function readClientTarget(url: string): ClientTarget | HandshakeRejection {
  const target = parseTarget(url);
  if (target === undefined) return { status: 400, hub: "", reason: "The URL of the request is malformed." };
  const [client, hubs, hub, ...more] = target.segments;
  if (client !== "client" || hubs !== "hubs" || !hub || more.length > 0) {
    return { status: 404, hub: "", reason: "Not a client endpoint. Connect to /client/hubs/{hub}." };
  }
  if (!isHubName(hub)) return { status: 400, hub, reason: INVALID_HUB_NAME };
  // Unlike in the REST API, + is a space here: clients build their query with URLSearchParams.
  const query = new URLSearchParams(url.slice(url.indexOf("?") < 0 ? url.length : url.indexOf("?")));
  return { hub: hub.toLowerCase(), path: target.path, query };
}

/** Reads the upgrade request of a client and decides whether the client may connect. */
export function readHandshake(request: IncomingMessage, { authenticator }: Context): Handshake | HandshakeRejection {
  const target = readClientTarget(request.url ?? "");
  if ("status" in target) return target;
  const { hub, path, query } = target;
  const { upgrade, host, authorization } = request.headers;
  if (upgrade?.toLowerCase() !== "websocket") return { status: 400, hub, reason: WEBSOCKET_ONLY };
  if (host === undefined) return { status: 400, hub, reason: "The request has no Host header." };

  const protocol = selectSubprotocol(offeredBy(request));
  const connectionId = query.get("awps_connection_id");
  if (connectionId) {
    return {
      kind: "recover",
      hub,
      protocol,
      connectionId,
      reconnectionToken: query.get("awps_reconnection_token") ?? "",
    };
  }

  const outcome = authenticator.client(query.get("access_token") || bearer(authorization), host, path);
  if ("reason" in outcome) {
    const headers = { "WWW-Authenticate": wwwAuthenticate(outcome) };
    return { status: 401, hub, reason: outcome.explanation, headers };
  }
  const identity = clientIdentity(outcome.principal.claims);
  if (!identity.groups.every(isGroupName)) {
    return { status: 400, hub, reason: INVALID_GROUP_IN_TOKEN };
  }
  const simpleClientMode = protocol === null ? readSimpleClientMode(query) : ({ kind: "sendEvent" } as const);
  if (typeof simpleClientMode === "string") return { status: 400, hub, reason: simpleClientMode };
  return { kind: "begin", hub, protocol, identity, simpleClientMode };
}

function offeredBy({ headers }: IncomingMessage): string[] {
  return (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
}

function bearer(authorization: string | undefined): string | undefined {
  const given = bearerToken(authorization);
  return "token" in given ? given.token : undefined;
}
