import { type Permission, requestsOf } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
import { type AccessKey, accessKeySigner } from "../auth/access-key.js";
import type { Settings } from "../client/client-options.js";
import { type AnyClient, getClientSettings } from "../client/client-settings.js";
import { pathOf, queryOf } from "../request/parameters.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";
import { pickRequestOptions, type RequestOptions } from "./call-limits.js";

/** What a client speaks. */
export type ClientProtocol = "Default" | "MQTT" | "SocketIO";

/**
 * What a client may do: in all groups (`webpubsub.sendToGroup`), in one (`webpubsub.sendToGroup.lobby`), or in those that
 * a pattern fits (`webpubsub.sendToGroups.room-*`).
 */
export type ClientRole =
  | `webpubsub.${Permission}`
  | `webpubsub.${Permission}.${string}`
  | `webpubsub.${Permission}s.${string}`;

/** Who a client is, what it may do, and how long it may take to connect. */
export interface ClientAccessOptions extends RequestOptions {
  hub: string;
  /** Who the client is. @default nobody: the client is anonymous */
  userId?: string | undefined;
  /** @default none: the client may not join groups or send to them of its own accord */
  roles?: readonly ClientRole[] | undefined;
  /** The groups that the client is in from the beginning. It needs no role for that. */
  groups?: readonly string[] | undefined;
  /** How long the client can connect with the token, in minutes. From 1. What is connected stays. @default 60 */
  minutesToExpire?: number | undefined;
  /** @default "Default": WebSocket, raw or with one of the service's subprotocols */
  clientProtocol?: ClientProtocol | undefined;
}

/** What a client needs to connect. */
export interface ClientAccess {
  token: string;
  /** `wss://` (`ws://` where the endpoint is http), the service's host and the path of the hub. */
  baseUrl: string;
  /** The base URL with the token in its query. It is a secret as the token is. */
  url: string;
}

const PATHS: Readonly<Record<ClientProtocol, string>> = {
  Default: "/client/hubs/{hub}",
  MQTT: "/clients/mqtt/hubs/{hub}",
  SocketIO: "/clients/socketio/hubs/{hub}",
};

const DEFAULT_MINUTES = 60;

/**
 * Gives a client the means to connect: a token, and where to.
 *
 * With an access key the token is signed here, and nothing is sent. With a Microsoft Entra credential the service is
 * asked for it (generateToken).
 *
 * The addresses are those of the service's own endpoint, also where requests go through a reverse proxy. If clients are to
 * go through one, change the host of `baseUrl` to its own: the token stays as it is, and the proxy has to name the
 * service's host when it passes the connection on.
 *
 * @throws {InvalidInputError} if a value does not fit the description, or, with a credential, if the client's api-version
 * has no tokens for MQTT and Socket.IO; nothing is sent then
 * @throws {WebPubSubError} with a credential, if the service does not give a token
 * @example
 * const { url } = await getClientAccessToken(client, { hub: "chat", userId: "alice", roles: ["webpubsub.joinLeaveGroup.lobby"] });
 * new WebSocket(url, "json.webpubsub.azure.v1");
 */
export async function getClientAccessToken(client: AnyClient, options: ClientAccessOptions): Promise<ClientAccess> {
  const { hub, userId, roles, groups, minutesToExpire, clientProtocol: protocol = "Default" } = options;
  const settings = getClientSettings(client);
  const shape = requestsOf[settings.apiVersion].generateClientToken as OperationRequest;
  if (!Object.hasOwn(PATHS, protocol)) {
    throw new InvalidInputError(
      `\`clientProtocol\` is ${quote(protocol)}: it has to be one of ${Object.keys(PATHS).join(", ")}.`,
    );
  }
  if (userId === "") throw new InvalidInputError("`userId` is empty. Leave it out if the client is to be anonymous.");
  const path = pathOf({ ...shape, path: PATHS[protocol] }, { hub });
  // For what it throws: the same is refused whoever makes the token.
  queryOf(shape, settings.apiVersion, { userId, role: roles, group: groups, minutesToExpire });

  const { endpoint, accessKey } = settings;
  const token =
    accessKey === undefined
      ? await requestFromService(client, shape, settings, options)
      : await signLocally(accessKey, endpoint + path, settings.now(), options);
  const baseUrl = endpoint.replace(/^http/, "ws") + path;
  return { token, baseUrl, url: `${baseUrl}?access_token=${token}` };
}

/** By the claims that the service itself puts into its tokens, as far as they mean something to it. */
async function signLocally(
  accessKey: AccessKey,
  audience: string,
  now: number,
  { userId, roles, groups, minutesToExpire }: ClientAccessOptions,
): Promise<string> {
  const sign = accessKeySigner(typeof accessKey === "function" ? await accessKey() : accessKey);
  return sign({
    aud: audience,
    exp: Math.floor(now / 1000) + 60 * (minutesToExpire ?? DEFAULT_MINUTES),
    ...(userId && { sub: userId }),
    ...(roles?.length && { role: roles }),
    ...(groups?.length && { "webpubsub.group": groups }),
  });
}

async function requestFromService(
  client: AnyClient,
  shape: OperationRequest,
  { apiVersion, fetch }: Settings,
  options: ClientAccessOptions,
): Promise<string> {
  const { hub, userId, roles, groups, minutesToExpire, clientProtocol: protocol = "Default" } = options;
  if (protocol !== "Default" && !shape.parameters.some(({ name }) => name === "clientType")) {
    throw new InvalidInputError(
      `With a credential, api-version ${apiVersion} has no tokens for ${protocol}. Make the client with a later one, or with an access key.`,
    );
  }
  const clientType = protocol === "MQTT" ? protocol : undefined;
  const { data, response } = await client.POST("/api/hubs/{hub}/:generateToken", {
    params: { path: { hub }, query: { userId, role: roles, group: groups, minutesToExpire, clientType } },
    ...pickRequestOptions(options),
    ...(protocol === "SocketIO" && { fetch: withSocketIoClientType(fetch) }),
    throwOnError: true,
  });
  const token = (data as Partial<typeof data> | undefined)?.token;
  if (typeof token === "string" && token !== "") return token;
  throw unusableResponseError("generateClientToken", response, "was answered without a token.");
}

/**
 * The service takes `clientType=socketio` where the resource is one for Socket.IO, as its own SDKs send it. The API's
 * description does not have that value, so that the client refuses it as a parameter. It is put in where nothing checks
 * it any more: a token of Microsoft Entra names no address that it would have to fit.
 */
function withSocketIoClientType(fetch: Settings["fetch"] = (request) => globalThis.fetch(request)): typeof fetch {
  return (request) => fetch(new Request(`${request.url}&clientType=socketio`, request));
}
