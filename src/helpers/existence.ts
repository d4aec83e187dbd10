import type { Permission } from "../../generated/index.js";
import type { AnyClient } from "../client/client-settings.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { pickRequestOptions, type RequestOptions } from "./request-options.js";

const CONNECTION = "/api/hubs/{hub}/connections/{connectionId}";
const GROUP = "/api/hubs/{hub}/groups/{group}";
const USER = "/api/hubs/{hub}/users/{userId}";
const PERMISSION = "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}";
const HEALTH = "/api/health";

export type { Permission };

/**
 * Checks whether a connection exists (`connectionExists`).
 *
 * @returns true after 200, false after 404
 * @throws {WebPubSubError} after any other status, or without a response
 * @throws {InvalidInputError} if a value is invalid; nothing was sent
 * @see https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub/connection-exists
 * @example
 * if (await connectionExists(client, { hub: "chat", connectionId })) console.log("still connected");
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
 * Checks whether a group exists (`groupExists`). A group exists while it has a member.
 *
 * @returns true after 200, false after 404
 * @throws {WebPubSubError} after any other status, or without a response
 * @throws {InvalidInputError} if a value is invalid; nothing was sent
 * @see https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub/group-exists
 * @example
 * if (await groupExists(client, { hub: "chat", group: "lobby" })) console.log("the lobby has members");
 */
export function groupExists(
  client: AnyClient,
  { hub, group, ...limits }: { hub: string; group: string } & RequestOptions,
): Promise<boolean> {
  const params = { path: { hub, group } };
  return isFound("groupExists", client.HEAD(GROUP, { params, ...pickRequestOptions(limits), throwOnError: true }));
}

/**
 * Checks whether a user exists (`userExists`). A user exists while it has a connection.
 *
 * @returns true after 200, false after 404
 * @throws {WebPubSubError} after any other status, or without a response
 * @throws {InvalidInputError} if a value is invalid; nothing was sent
 * @see https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub/user-exists
 * @example
 * if (await userExists(client, { hub: "chat", userId: "alice" })) console.log("alice is online");
 */
export function userExists(
  client: AnyClient,
  { hub, userId, ...limits }: { hub: string; userId: string } & RequestOptions,
): Promise<boolean> {
  const params = { path: { hub, userId } };
  return isFound("userExists", client.HEAD(USER, { params, ...pickRequestOptions(limits), throwOnError: true }));
}

/**
 * Checks whether a connection has a permission for the group `targetName` (`checkPermission`).
 *
 * @returns true after 200, false after 404, also if the connection does not exist
 * @throws {WebPubSubError} after any other status, or without a response
 * @throws {InvalidInputError} if a value is invalid; nothing was sent
 * @see https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub/check-permission
 * @example
 * await checkPermission(client, { hub: "chat", permission: "sendToGroup", connectionId, targetName: "lobby" });
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
 * Checks whether the service reports that it is healthy (`getServiceStatus`). 5xx is retried, so the result false takes as long as
 * the retries, unless `retry` is false.
 *
 * @returns true after 200, false after 5xx
 * @throws {WebPubSubError} without a response, or with one that says nothing about health, such as the response of another server
 * @example
 * const healthy = await isServiceHealthy(client, { timeout: 2_000, retry: false });
 */
export async function isServiceHealthy(client: AnyClient, limits: RequestOptions = {}): Promise<boolean> {
  try {
    const { response } = await client.HEAD(HEALTH, { ...pickRequestOptions(limits), throwOnError: true });
    return isOk("getServiceStatus", response, "5xx");
  } catch (error) {
    if (error instanceof WebPubSubError && (error.status ?? 0) >= 500) return false;
    throw error;
  }
}

/** @param call rejects if it fails */
async function isFound(operation: string, call: Promise<{ response: Response }>): Promise<boolean> {
  try {
    return isOk(operation, (await call).response, "404");
  } catch (error) {
    if (error instanceof WebPubSubError && error.status === 404) return false;
    throw error;
  }
}

/**
 * @param falseStatus the status that means false, for the message
 * @throws {WebPubSubError} if the status is not 200
 */
function isOk(operation: string, response: Response, falseStatus: string): true {
  if (response.status === 200) return true;
  const problem = `returned ${response.status}; only 200 (true) and ${falseStatus} (false) are expected.`;
  throw unusableResponseError(operation, response, problem);
}
