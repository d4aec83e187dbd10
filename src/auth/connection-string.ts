import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** The parts of a connection string that a client needs. */
export interface ConnectionString {
  /** The URL of the service, with the port if there is one, without a slash at the end. */
  endpoint: string;
  accessKey: string;
}

/**
 * Reads a connection string, `Endpoint=https://…;AccessKey=…;Version=1.0;`, as the service's own SDKs do: parts in any
 * order, names in any letter case, `Port` (1–65535) added to the endpoint, `https://` added if there is no scheme, unknown
 * parts ignored.
 *
 * @throws {InvalidInputError} if it is empty or in quotes, or if a part is missing, given twice or invalid; the message never contains the key
 * @example
 * const { endpoint } = parseConnectionString(process.env.WEBPUBSUB_CONNECTION_STRING ?? "");
 */
export function parseConnectionString(given: string): ConnectionString {
  // In JavaScript it may be undefined: an environment variable that is not set.
  const connectionString = String(given ?? "");
  if (!connectionString.trim()) {
    throw new InvalidInputError("The connection string is empty. Is the environment variable set?");
  }
  if (/^\s*["'`]/.test(connectionString))
    throw new InvalidInputError("The connection string is in quotes. Remove them.");
  const parts = new Map<string, string>();
  for (const part of connectionString.split(";")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    // The message does not repeat the part: it may be a piece of the key.
    if (equals < 1) {
      throw new InvalidInputError(
        "The connection string has a part that is not Name=value. Copy the whole string from the portal again.",
      );
    }
    const name = part.slice(0, equals).trim().toLowerCase();
    if (parts.has(name)) {
      throw new InvalidInputError(
        `The connection string contains ${NAMES.find((each) => each.toLowerCase() === name) ?? "a part"} twice. Copy the whole string from the portal again.`,
      );
    }
    parts.set(name, part.slice(equals + 1).trim());
  }
  const accessKey = required(parts, "AccessKey");
  return { endpoint: withPort(parseEndpoint(required(parts, "Endpoint")), parts.get("port")), accessKey };
}

const NAMES = ["Endpoint", "AccessKey", "Port"];

function required(parts: ReadonlyMap<string, string>, name: "Endpoint" | "AccessKey"): string {
  const value = parts.get(name.toLowerCase());
  if (value) return value;
  throw new InvalidInputError(
    `The connection string has no ${name}. Expected form: Endpoint=https://…;AccessKey=…;Version=1.0;`,
  );
}

function withPort(endpoint: string, port: string | undefined): string {
  if (port === undefined) return endpoint;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) {
    // A value that is longer than any port may be a piece of the key.
    const shown = port.length < 8 ? `Port=${port}` : "an invalid Port";
    throw new InvalidInputError(`The connection string has ${shown}; a port is a number from 1 to 65535.`);
  }
  const url = new URL(endpoint);
  url.port = port;
  return withoutEndSlash(url.href);
}

/**
 * Checks the URL of a service or a proxy, and returns it without a slash at the end. Adds `https://` if there is no scheme.
 *
 * @throws {InvalidInputError} if it is not an http or https URL, or has credentials, a query, a fragment or parts of a
 * connection string; the message never contains a secret
 */
export function parseEndpoint(endpoint: string): string {
  const address = String(endpoint).includes("://") ? endpoint : `https://${endpoint}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // The host `https` comes from a scheme that is written twice or wrongly, `;` and `=` from a connection string, a host that begins with
  // `eyJ` is a token, and one with more than 63 characters between dots may be a key. A path with `/client/hubs` is a client's URL.
  const usable =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    !/^(?:https?)?$|^eyj|[^.]{64}|[^\w.:[\]-]/.test(url.hostname) &&
    !/[?#{};=@\\]|\/client\/hubs(?:\/|$)/.test(address);
  if (usable) return withoutEndSlash(url.href);
  // Credentials, a query and a connection string may be secret: the message does not repeat them.
  const shown = /[?#@;=]/.test(String(endpoint)) ? "" : ` ${quote(endpoint)}`;
  throw new InvalidInputError(
    `The endpoint${shown} is not an http or https URL. Expected form: https://contoso.webpubsub.azure.com, without credentials, query or fragment. A connection string is the first argument.`,
  );
}

function withoutEndSlash(address: string): string {
  let end = address.length;
  // Not with a regular expression, which would begin at every slash of a long run again.
  while (address[end - 1] === "/") end -= 1;
  return address.slice(0, end);
}
