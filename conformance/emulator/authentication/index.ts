export type { Authentication, Principal, RefusalReason, RefusedToken } from "./authentication.js";
export { type AuthenticationOptions, Authenticator } from "./authenticator.js";
export { bearerToken } from "./bearer.js";
export { clientIdentity, signClientToken } from "./client-token.js";
export { wwwAuthenticate } from "./www-authenticate.js";
