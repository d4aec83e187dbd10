import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** The parts of a connection string that a client needs. */
export interface ConnectionString {
  /** Where the service is, with the port if one was given, without a slash at the end. */
  endpoint: string;
  accessKey: string;
}

/**
 * Reads a connection string, `Endpoint=https://…;AccessKey=…;Version=1.0;`, as the service's own SDKs do: the parts in
 * any order, their names in any letter case, a `Port` (1–65535) added to the endpoint, `https://` where it has no
 * scheme, unknown parts ignored.
 *
 * @throws {InvalidInputError} naming the part that is missing, given twice or not usable; never with the key in it.
 */
export function parseConnectionString(connectionString: string): ConnectionString {
  const parts = new Map<string, string>();
  for (const part of connectionString.split(";")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    // The text of a part without a name is not repeated: it may be a piece of the key.
    if (equals < 1) {
      throw new InvalidInputError(
        "The connection string has a part that is not of the form Name=value. Copy it again as a whole.",
      );
    }
    const name = part.slice(0, equals).trim().toLowerCase();
    if (parts.has(name))
      throw new InvalidInputError(`The connection string has ${NAMES.get(name) ?? "a part"} twice. Leave one.`);
    parts.set(name, part.slice(equals + 1).trim());
  }
  const accessKey = required(parts, "accesskey");
  return { endpoint: withPort(parseEndpoint(required(parts, "endpoint")), parts.get("port")), accessKey };
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["endpoint", "Endpoint"],
  ["accesskey", "AccessKey"],
  ["port", "Port"],
]);

function required(parts: ReadonlyMap<string, string>, name: "endpoint" | "accesskey"): string {
  const value = parts.get(name);
  if (value) return value;
  throw new InvalidInputError(
    `The connection string has no ${NAMES.get(name)}. It has the form Endpoint=https://…;AccessKey=…;Version=1.0;`,
  );
}

function withPort(endpoint: string, port: string | undefined): string {
  if (port === undefined) return endpoint;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) {
    // What is longer than any port may be a piece of the key.
    const shown = port.length < 8 ? `the Port ${quote(port)}` : "a Port";
    throw new InvalidInputError(`The connection string has ${shown}, which is no number from 1 to 65535.`);
  }
  const url = new URL(endpoint);
  url.port = port;
  return withoutEndSlash(url.href);
}

/**
 * Checks the address of a service or of a proxy, and gives it back without a slash at the end. `https://` is added
 * where there is no scheme.
 *
 * @throws {InvalidInputError} if it is no http or https address, or has a user, a query or a fragment.
 */
export function parseEndpoint(endpoint: string): string {
  const address = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const usable =
    url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#{}]/.test(address);
  // A password or what stands in a query may be a secret: it is not repeated.
  const shown = endpoint.includes("@") ? "that was given" : quote(endpoint.replace(/[?#].*/s, "…"));
  if (usable) return withoutEndSlash(url.href);
  throw new InvalidInputError(
    `The endpoint ${shown} is no http or https address. It has the form https://contoso.webpubsub.azure.com, without a user, a query or a fragment.`,
  );
}

function withoutEndSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
