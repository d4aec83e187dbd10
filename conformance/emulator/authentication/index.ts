export { type AuthenticationOptions, Authenticator } from "./authenticator.js";
export { bearerToken } from "./bearer.js";
export { type ClientIdentity, clientIdentity, signClientToken } from "./client-token.js";
export type { Authentication, Principal, RejectedToken, RejectionReason } from "./principal.js";
export { wwwAuthenticate } from "./www-authenticate.js";
