import type { ApiVersions } from "../../generated/index.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { ApiVersion, Settings } from "./client-options.js";
import type { Client } from "./client-types.js";

/** A client of whatever api-version. */
export type AnyClient = Client<ApiVersions[ApiVersion]>;

// Beside the client, not in it: the settings hold the access key, and whoever prints a client shall not see it.
const settingsOfClients = new WeakMap<object, Settings>();

/** Keeps what a client was made from, for the helpers that need more of it than its calls. */
export function setClientSettings(client: object, settings: Settings): void {
  settingsOfClients.set(client, settings);
}

/** What the client was made from. @throws {InvalidInputError} if `createClient` did not make it */
export function getClientSettings(client: object): Settings {
  const settings = settingsOfClients.get(client);
  if (settings !== undefined) return settings;
  throw new InvalidInputError("This is no client that createClient made. Pass that client itself, not a copy of it.");
}
