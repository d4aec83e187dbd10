export { latestApiVersion } from "../generated/index.js";
export type { AccessKey } from "./access-key.js";
export { createClient } from "./client.js";
export type { CallOptions, Client, PathsWith, Result } from "./client-types.js";
export { type ConnectionString, parseConnectionString } from "./connection-string.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./hooks.js";
export { InvalidInputError } from "./invalid-input.js";
export type { ApiVersion, ClientOptions, CommonOptions, EndpointOptions } from "./options.js";
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
