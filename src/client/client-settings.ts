import type { ApiVersions } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
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

/** An operation of the client's api-version, with its operationId. */
export interface NamedOperation {
  readonly operationId: string;
  readonly operation: OperationRequest;
}

/** Makes a call of a client. @param options those of a call, without the types of an operation */
export type ClientCall = (
  operation: NamedOperation,
  options: object,
) => Promise<{ data?: unknown; response: Response }>;

interface ClientInternals {
  readonly settings: Settings;
  readonly call: ClientCall;
}

// Not in the client itself: the settings hold the access key, which must not show when a client is printed.
const internalsOfClients = new WeakMap<object, ClientInternals>();

/** Attaches its settings, and how it makes a call, to a client, for the helpers. */
export function setClientInternals(client: object, internals: ClientInternals): void {
  internalsOfClients.set(client, internals);
}

/** Returns the settings of a client. @throws {InvalidInputError} if `createClient` did not make it */
export function getClientSettings(client: object): Settings {
  return getClientInternals(client).settings;
}

/** Returns how a client makes a call. @throws {InvalidInputError} if `createClient` did not make it */
export function getClientCall(client: object): ClientCall {
  return getClientInternals(client).call;
}

function getClientInternals(client: object): ClientInternals {
  const internals = internalsOfClients.get(client);
  if (internals !== undefined) return internals;
  throw new InvalidInputError("Not a client made by createClient. Pass the client object itself, not a copy.");
}
