import type { Permission } from "../../generated/index.js";
import { latestApiVersion, requests } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
import { type AccessKey, accessKeySigner, currentKey } from "../auth/access-key.js";
import { signalsOf } from "../client/call.js";
import type { Settings } from "../client/client-options.js";
import { type AnyClient, getClientSettings } from "../client/client-settings.js";
import type { RequestOptions } from "../client/client-types.js";
import { REQUEST_OPTIONS } from "../client/request-options.js";
import { pathOf, queryOf, requireVersion } from "../request/parameters.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { AbortedError, TimeoutError } from "../response/web-pub-sub-error.js";
import { ABORTED, runWithin, TIME_IS_UP } from "../retry/time-limit.js";
import { timeOf } from "../shared/clock.js";
import { InvalidInputError, quote, requireKnown } from "../shared/invalid-input.js";
import { positiveInteger } from "../shared/positive-integer.js";

/** The protocol of a client: WebSocket, MQTT over WebSocket, or Socket.IO. */
export type ClientProtocol = "Default" | "MQTT" | "SocketIO";

/**
 * What a client may do: in all groups (`webpubsub.sendToGroup`), in one (`webpubsub.sendToGroup.lobby`), or in those that
 * match a pattern (`webpubsub.sendToGroups.room-*`).
 *
 * @see https://learn.microsoft.com/azure/azure-web-pubsub/concept-client-protocols#permissions
 */
export type ClientRole =
  | `webpubsub.${KnownPermission}`
  | `webpubsub.${KnownPermission}.${string}`
  | `webpubsub.${KnownPermission}s.${string}`;

/** The literals of a union with `string & {}`. */
type LiteralsOf<Text extends string> = Text extends string ? (string extends Text ? never : Text) : never;
type KnownPermission = LiteralsOf<Permission>;

/** Who a client is, what it may do, and how long its token is valid. */
export interface ClientAccessOptions extends RequestOptions {
  hub: string;
  /** The user of the client. Must not be empty. @default an anonymous client */
  userId?: string | undefined;
  /** @default none: the client may not join groups or send to them */
  roles?: readonly ClientRole[] | undefined;
  /** The groups that the client is in from the start. It needs no role for that. @default none */
  groups?: readonly string[] | undefined;
  /** Lifetime of the token in minutes. Minimum 1. Open connections outlive it. @default 60 */
  minutesToExpire?: number | undefined;
  /** @default "Default": WebSocket, as a simple client or with one of the service's subprotocols */
  clientProtocol?: ClientProtocol | undefined;
}

/** What a client needs to connect. */
export interface ClientAccess {
  token: string;
  /** `wss://` (`ws://` for an http endpoint), the host of the service and the path of the hub. */
  baseUrl: string;
  /** The base URL with the token in its query. As secret as the token. */
  url: string;
}

const PATHS: Readonly<Record<ClientProtocol, string>> = {
  Default: "/client/hubs/{hub}",
  MQTT: "/clients/mqtt/hubs/{hub}",
  SocketIO: "/clients/socketio/hubs/{hub}",
};

/** The values of the parameter `clientType`. `socketio` is what the official SDKs send; the description does not list it. */
const CLIENT_TYPES: Readonly<Record<ClientProtocol, string | undefined>> = {
  Default: undefined,
  MQTT: "MQTT",
  SocketIO: "socketio",
};

const DEFAULT_MINUTES = 60;
const NAMES = ["hub", "userId", "roles", "groups", "minutesToExpire", "clientProtocol", ...REQUEST_OPTIONS];

/**
 * Creates an access token and URL for a client.
 *
 * With an access key the token is signed locally, and nothing is sent; a function that returns the key is called once, within
 * `timeout` and `deadline`. With a Microsoft Entra credential the token is requested from the service
 * (`generateClientToken`).
 *
 * The URLs are those of the service itself, even if requests go through a reverse proxy. If clients must connect through
 * a proxy, replace the host in `url`: the token stays valid, provided that the proxy passes the service's host on.
 *
 * @throws {InvalidInputError} if a value is invalid, or, with a credential, if the client's api-version has no tokens for
 * MQTT or Socket.IO; nothing was sent
 * @throws {WebPubSubError} with a credential, if the service returns no token
 * @throws {AbortedError | TimeoutError} if the `signal` is aborted, or a limit is over
 * @see https://learn.microsoft.com/azure/azure-web-pubsub/howto-generate-client-access-url
 * @example
 * const { url } = await getClientAccessToken(client, { hub: "chat", userId: "alice", roles: ["webpubsub.joinLeaveGroup.lobby"] });
 * new WebSocket(url, "json.webpubsub.azure.v1");
 */
export async function getClientAccessToken(client: AnyClient, options: ClientAccessOptions): Promise<ClientAccess> {
  requireKnown("getClientAccessToken", options, NAMES);
  const { hub, userId, roles, groups, minutesToExpire, clientProtocol: protocol = "Default" } = options;
  const settings = getClientSettings(client);
  const { endpoint, accessKey } = settings;
  const operation = requests.generateClientToken;
  if (!Object.hasOwn(PATHS, protocol)) {
    throw new InvalidInputError(
      `\`clientProtocol\` is ${quote(protocol)}; it must be one of ${Object.keys(PATHS).join(", ")}.`,
    );
  }
  if (userId === "") throw new InvalidInputError("`userId` is empty. Omit it for an anonymous client.");
  const path = pathOf({ ...operation, path: PATHS[protocol] }, { hub });
  // Called only for its checks. What an api-version lacks concerns requests: a token that is signed here can have it.
  const apiVersion = accessKey === undefined ? settings.apiVersion : latestApiVersion;
  queryOf(operation, apiVersion, { userId, role: roles, group: groups, minutesToExpire });

  const token =
    accessKey === undefined
      ? await requestFromService(client, operation, settings, options)
      : await withinLimits(settings, options, () => signLocally(accessKey, endpoint + path, settings.now, options));
  const baseUrl = endpoint.replace(/^http/, "ws") + path;
  return { token, baseUrl, url: `${baseUrl}?access_token=${token}` };
}

/**
 * Does the work within the limits of one attempt: a function that returns the key may hang.
 *
 * @throws {AbortedError} if the signal is aborted, even before the work begins
 * @throws {TimeoutError} if the work takes too long
 */
async function withinLimits<T>(settings: Settings, options: RequestOptions, work: () => Promise<T>): Promise<T> {
  const timeout = positiveInteger("timeout", options.timeout ?? settings.timeout);
  const deadline = positiveInteger("deadline", options.deadline ?? settings.deadline);
  const signals = signalsOf(options.signal);
  const [limit, option] = deadline < timeout ? [deadline, "deadline"] : [timeout, "timeout"];
  try {
    return await runWithin(signals, limit, work);
  } catch (thrown) {
    const failed = { operation: "generateClientToken", attempts: 0 };
    if (thrown === ABORTED) {
      const cause: unknown = signals[0]?.reason;
      throw new AbortedError("generateClientToken was aborted.", { ...failed, retryable: false, cause });
    }
    if (thrown !== TIME_IS_UP) throw thrown;
    const problem = `no access key within ${limit} ms (\`${option}\`)`;
    throw new TimeoutError(`generateClientToken timed out: ${problem}.`, { ...failed, retryable: true });
  }
}

/** Signs with the claims that the service itself writes and reads. */
async function signLocally(
  accessKey: AccessKey,
  audience: string,
  now: () => number,
  { userId, roles, groups, minutesToExpire }: ClientAccessOptions,
): Promise<string> {
  const sign = accessKeySigner(await currentKey(accessKey));
  return sign({
    aud: audience,
    exp: Math.floor(timeOf(now) / 1000) + 60 * (minutesToExpire ?? DEFAULT_MINUTES),
    ...(userId && { sub: userId }),
    ...(roles?.length && { role: roles }),
    ...(groups?.length && { "webpubsub.group": groups }),
  });
}

async function requestFromService(
  client: AnyClient,
  operation: OperationRequest,
  { apiVersion }: Settings,
  options: ClientAccessOptions,
): Promise<string> {
  const { hub, userId, roles, groups, minutesToExpire, clientProtocol: protocol = "Default", ...limits } = options;
  const { since } = operation.parameters.find(({ name }) => name === "clientType") ?? {};
  if (protocol !== "Default") requireVersion(`A token for ${protocol} from a credential`, since, apiVersion);
  const clientType = CLIENT_TYPES[protocol];
  const { data, response } = await client.POST("/api/hubs/{hub}/:generateToken", {
    params: { path: { hub }, query: { userId, role: roles, group: groups, minutesToExpire, clientType } },
    ...limits,
    throwOnError: true,
  });
  const token = (data as Partial<typeof data> | undefined)?.token;
  if (typeof token === "string" && token !== "") return token;
  throw unusableResponseError("generateClientToken", response, "returned no token.");
}
