import type { Permission } from "../../generated/index.js";
import type { AnyClient } from "../client/client-settings.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { pickRequestOptions, type RequestOptions } from "./call-limits.js";

const CONNECTION = "/api/hubs/{hub}/connections/{connectionId}";
const GROUP = "/api/hubs/{hub}/groups/{group}";
const USER = "/api/hubs/{hub}/users/{userId}";
const PERMISSION = "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}";
const HEALTH = "/api/health";

export type { Permission };

/**
 * Whether a connection is there.
 *
 * @throws {WebPubSubError} if the service answers anything but yes (200) and no (404), or does not answer
 * @throws {InvalidInputError} if a value does not fit the description; nothing is sent then
 */
export function connectionExists(
  client: AnyClient,
  { hub, connectionId, ...limits }: { hub: string; connectionId: string } & RequestOptions,
): Promise<boolean> {
  const params = { path: { hub, connectionId } };
  return isFound(
    "connectionExists",
    client.HEAD(CONNECTION, { params, ...pickRequestOptions(limits), throwOnError: true }),
  );
}

/**
 * Whether a group is there: one is while it has a member.
 *
 * @throws {WebPubSubError} if the service answers anything but yes (200) and no (404), or does not answer
 * @throws {InvalidInputError} if a value does not fit the description; nothing is sent then
 */
export function groupExists(
  client: AnyClient,
  { hub, group, ...limits }: { hub: string; group: string } & RequestOptions,
): Promise<boolean> {
  const params = { path: { hub, group } };
  return isFound("groupExists", client.HEAD(GROUP, { params, ...pickRequestOptions(limits), throwOnError: true }));
}

/**
 * Whether a user is there: one is while it has a connection.
 *
 * @throws {WebPubSubError} if the service answers anything but yes (200) and no (404), or does not answer
 * @throws {InvalidInputError} if a value does not fit the description; nothing is sent then
 */
export function userExists(
  client: AnyClient,
  { hub, userId, ...limits }: { hub: string; userId: string } & RequestOptions,
): Promise<boolean> {
  const params = { path: { hub, userId } };
  return isFound("userExists", client.HEAD(USER, { params, ...pickRequestOptions(limits), throwOnError: true }));
}

/**
 * Whether a connection has the permission for the group `targetName`. A connection that is not there has none.
 *
 * @throws {WebPubSubError} if the service answers anything but yes (200) and no (404), or does not answer
 * @throws {InvalidInputError} if a value does not fit the description; nothing is sent then
 */
export function checkPermission(
  client: AnyClient,
  options: { hub: string; permission: Permission; connectionId: string; targetName: string } & RequestOptions,
): Promise<boolean> {
  const { hub, permission, connectionId, targetName, ...limits } = options;
  const params = { path: { hub, permission, connectionId }, query: { targetName } };
  return isFound(
    "checkPermission",
    client.HEAD(PERMISSION, { params, ...pickRequestOptions(limits), throwOnError: true }),
  );
}

/**
 * Whether the service says that it is well: true after 200, false after 5xx. As 5xx is retried, false takes the time of
 * the retries, unless `retry` is false.
 *
 * @throws {WebPubSubError} if there is no answer, or one that tells nothing of health: a wrong address, for example
 */
export async function isServiceHealthy(client: AnyClient, limits: RequestOptions = {}): Promise<boolean> {
  try {
    const { response } = await client.HEAD(HEALTH, { ...pickRequestOptions(limits), throwOnError: true });
    return isYes("getServiceStatus", response);
  } catch (error) {
    if (error instanceof WebPubSubError && (error.status ?? 0) >= 500) return false;
    throw error;
  }
}

/** @param call one that throws if it fails */
async function isFound(operation: string, call: Promise<{ response: Response }>): Promise<boolean> {
  try {
    return isYes(operation, (await call).response);
  } catch (error) {
    if (error instanceof WebPubSubError && error.status === 404) return false;
    throw error;
  }
}

function isYes(operation: string, response: Response): true {
  if (response.status === 200) return true;
  throw unusableResponseError(
    operation,
    response,
    `was answered with ${response.status}, which is neither yes nor no.`,
  );
}
