export { latestApiVersion } from "../generated/index.js";
export type { AccessKey } from "./access-key.js";
export type { CallLimits } from "./call-limits.js";
export { createClient } from "./client.js";
export {
  type ClientAccess,
  type ClientAccessOptions,
  type ClientProtocol,
  type ClientRole,
  getClientAccessToken,
} from "./client-access.js";
export type { AnyClient } from "./client-settings.js";
export type { CallOptions, Client, PathsWith, Result } from "./client-types.js";
export { type ConnectionString, parseConnectionString } from "./connection-string.js";
export {
  checkPermission,
  connectionExists,
  groupExists,
  isServiceHealthy,
  type Permission,
  userExists,
} from "./exists.js";
export { type FilterLiteral, type FilterValue, filter } from "./filter.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./hooks.js";
export { InvalidInputError } from "./invalid-input.js";
export { bytes, json, type Message, type MessageBytes, text } from "./message.js";
export type { ApiVersion, ClientOptions, CommonOptions, EndpointOptions } from "./options.js";
export {
  type ConnectionsListing,
  type ConnectionsPage,
  type GroupMember,
  type ListConnectionsOptions,
  listConnections,
} from "./paging.js";
export type { RetryOptions } from "./retry.js";
export type { InnerError, ServiceError } from "./service-error.js";
export type { TokenCredential } from "./token-credential.js";
export {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  ThrottledError,
  TimeoutError,
  WebPubSubError,
} from "./web-pub-sub-error.js";
