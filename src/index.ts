export type { Middleware } from "openapi-fetch";
export * from "../generated/functions.js";
export { latestApiVersion, type OperationId, type Permission } from "../generated/index.js";
export type { AccessKey } from "./auth/access-key.js";
export { type ConnectionString, parseConnectionString } from "./auth/connection-string.js";
export type { TokenCredential } from "./auth/token-credential.js";
export { createClient } from "./client/client.js";
export type {
  ApiVersion,
  ClientBaseOptions,
  ClientEndpointOptions,
  ClientOptions,
  RequestDispatcher,
} from "./client/client-options.js";
export type { AnyClient } from "./client/client-settings.js";
export type {
  CallBaseOptions,
  CallOptions,
  Client,
  PathsWithMethod,
  RequestOptions,
  Result,
} from "./client/client-types.js";
export type { OperationOptions, OperationResult } from "./client/operation-function.js";
export {
  type ClientAccess,
  type ClientAccessOptions,
  type ClientProtocol,
  type ClientRole,
  getClientAccessToken,
} from "./helpers/client-access.js";
export { type FilterLiteral, type FilterValue, filter } from "./helpers/filter.js";
export { isServiceHealthy } from "./helpers/health.js";
export {
  type ConnectionPage,
  type GroupMember,
  type ListConnectionsOptions,
  listConnections,
  type PagedConnections,
} from "./helpers/list-connections.js";
export {
  type BytesOptions,
  bytes,
  json,
  type Message,
  type MessageBytes,
  type MessageOptions,
  text,
} from "./helpers/message.js";
export type { ErrorDetail, InnerError } from "./response/service-error.js";
export {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  ThrottledError,
  TimeoutError,
  WebPubSubError,
} from "./response/web-pub-sub-error.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./retry/hooks.js";
export type { RetryOptions } from "./retry/retry-policy.js";
export { InvalidInputError } from "./shared/invalid-input.js";
