import type { ApiVersions } from "../../generated/index.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { ApiVersion, Settings } from "./client-options.js";
import type { Client } from "./client-types.js";

/** A client of any api-version. */
export type AnyClient = Client<ApiVersions[ApiVersion]>;

type VersionWith<Path> = {
  [version in ApiVersion]: Path extends keyof ApiVersions[version] ? version : never;
}[ApiVersion];

/** A client of any api-version that has the path. */
export type ClientWith<Path extends string> = Client<ApiVersions[VersionWith<Path>]>;

// Not in the client itself: the settings hold the access key, which must not show when a client is printed.
const settingsOfClients = new WeakMap<object, Settings>();

/** Attaches its settings to a client, for the helpers. */
export function setClientSettings(client: object, settings: Settings): void {
  settingsOfClients.set(client, settings);
}

/** Returns the settings of a client. @throws {InvalidInputError} if `createClient` did not make it */
export function getClientSettings(client: object): Settings {
  const settings = settingsOfClients.get(client);
  if (settings !== undefined) return settings;
  throw new InvalidInputError("Not a client made by createClient. Pass the client object itself, not a copy.");
}
