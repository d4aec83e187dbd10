import type { IncomingMessage } from "node:http";
import { bearerToken, clientIdentity, wwwAuthenticate } from "../../authentication/index.js";
import type { Context } from "../../emulator-context.js";
import { isGroupName, isHubName } from "../../name-rules.js";
import { parseTarget } from "../../rest/request/request-target.js";
import type { ClientIdentity } from "../client-session.js";

import type { HandshakeRejection } from "./handshake-rejection.js";
import { readSimpleClientMode, type SimpleClientMode } from "./simple-client-mode.js";
import { type Subprotocol, selectSubprotocol } from "./subprotocol.js";

/** What a client wants that may connect, as far as the request alone tells. */
export type Handshake =
  | {
      readonly kind: "begin";
      readonly hub: string;
      readonly protocol: Subprotocol | null;
      readonly identity: ClientIdentity;
      /** Of no meaning with a subprotocol. */
      readonly simpleClientMode: SimpleClientMode;
    }
  | {
      readonly kind: "recover";
      readonly hub: string;
      readonly protocol: Subprotocol | null;
      readonly connectionId: string;
      readonly reconnectionToken: string;
    };

/** Where a request of a client goes. */
export interface ClientTarget {
  /** In lower case. */
  readonly hub: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Reads `/client/hubs/{hub}`. */
export function readClientTarget(url: string): ClientTarget | HandshakeRejection {
  const target = parseTarget(url);
  if (target === undefined) return { status: 400, hub: "", reason: "The address of the request is malformed." };
  const [client, hubs, hub, ...more] = target.steps;
  if (client !== "client" || hubs !== "hubs" || !hub || more.length > 0) {
    return { status: 404, hub: "", reason: "Clients connect to /client/hubs/{hub}." };
  }
  if (!isHubName(hub)) return { status: 400, hub, reason: "The name of the hub is not one that a hub can have." };
  // Other than in the REST API, a + is a space here: clients build their query with URLSearchParams.
  const query = new URLSearchParams(url.slice(url.indexOf("?") < 0 ? url.length : url.indexOf("?")));
  return { hub: hub.toLowerCase(), path: target.path, query };
}

/** Reads the upgrade request of a client, and decides whether it may connect. */
export function readHandshake(request: IncomingMessage, { authenticator }: Context): Handshake | HandshakeRejection {
  const target = readClientTarget(request.url ?? "");
  if ("status" in target) return target;
  const { hub, path, query } = target;
  const { upgrade, host, authorization } = request.headers;
  if (upgrade?.toLowerCase() !== "websocket")
    return { status: 400, hub, reason: "This endpoint speaks WebSocket only." };
  if (host === undefined) return { status: 400, hub, reason: "The request has no Host." };

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
    return { status: 400, hub, reason: "The token has a group whose name is not one that a group can have." };
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
