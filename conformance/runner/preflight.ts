import type { DescriptionName } from "../../generated/descriptions.js";
import { latestApiVersion } from "../../generated/index.js";
import { isApiVersion } from "../description/documents.js";
import {
  PLACEHOLDER_ACCESS_KEY,
  PRISM_CAPABILITIES,
  SERVER_CAPABILITIES,
  type StartedTarget,
  type Target,
  TargetError,
  TargetUnreachableError,
} from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { sendOnce } from "../wire/http.js";
import { signToken } from "../wire/tokens.js";

/** How long a target may take to respond to the first request. */
const PROBE_TIMEOUT_MS = 5000;
/** A status that a mock returns on request only. */
const PROBE_STATUS = 503;

/**
 * Checks that a Prism mock is running at an address, or a proxy in front of one.
 *
 * @throws {TargetError} if there is no response, or not the one that the request's `Prefer` header selects
 */
export async function connectToMock(address: string, description: DescriptionName): Promise<StartedTarget> {
  const target: Target = {
    name: address,
    endpoint: withoutTrailingSlash(address),
    accessKey: PLACEHOLDER_ACCESS_KEY,
    capabilities: PRISM_CAPABILITIES,
  };
  const status = await probe(target, description, "/api/health", { Prefer: `code=${PROBE_STATUS}` });
  if (status !== PROBE_STATUS) {
    throw new TargetError(
      `The server at ${address} returned ${status} to \`Prefer: code=${PROBE_STATUS}\`; Prism returns ${PROBE_STATUS}. This is not a Prism mock of this API. Start Prism with the bundled description, or test the server itself with --connection-string-env.`,
    );
  }
  return { target, close: async () => undefined };
}

/** How to reach a server that checks tokens. */
export interface ServerAccess {
  /** The base URL that requests go to. */
  readonly address: string;
  /** The key that tokens are signed with. Either this or `token`. */
  readonly accessKey?: string;
  /** A token that is sent unchanged, such as one of Microsoft Entra. */
  readonly token?: string;
  /** The base URL that tokens are signed for. @default `address` */
  readonly audience?: string;
  /** @default unlimited */
  readonly requestsPerSecond?: number;
}

/**
 * Checks that a server of the API is running at an address and accepts the token.
 *
 * @throws {TargetError} if there is no response, the token is rejected, or the response is not that of a Web PubSub server
 */
export async function connectToServer(access: ServerAccess, description: DescriptionName): Promise<StartedTarget> {
  const { address, ...given } = access;
  const { accessKey, audience } = given;
  const target: Target = {
    ...given,
    name: address,
    endpoint: withoutTrailingSlash(address),
    capabilities: accessKey === undefined ? SERVER_CAPABILITIES : [...SERVER_CAPABILITIES, "access-key"],
  };
  const path = "/api/hubs/conformance/users/nobody";
  const status = await probe(target, description, path);
  if (status === 401 || status === 403) {
    const [token, secret] =
      accessKey === undefined ? ["this token", "token"] : ["tokens signed with this access key", "key"];
    const endpoint =
      audience === undefined ? "" : ", and the endpoint in the connection string: tokens are signed for it";
    throw new TargetError(
      `The server at ${address} returned ${status}: it does not accept ${token}. Check the ${secret}${endpoint}.`,
    );
  }
  if (status !== 200 && status !== 404) {
    throw new TargetError(
      `The server at ${address} returned ${status} to HEAD ${path}; expected 404. This does not look like a Web PubSub server.`,
    );
  }
  return { target, close: async () => undefined };
}

function withoutTrailingSlash(address: string): string {
  let end = address.length;
  // Not with a regular expression, which would begin at every slash of a long run again.
  while (address[end - 1] === "/") end -= 1;
  return address.slice(0, end);
}

/** The status that a target returns to HEAD. @throws {TargetError} if there is no complete response */
async function probe(
  target: Target,
  description: DescriptionName,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const version = isApiVersion(description) ? description : latestApiVersion;
  const url = new URL(`${target.endpoint}${path}?api-version=${version}`);
  const request = {
    method: "HEAD",
    url,
    headers: new Headers({ ...headers, Authorization: `Bearer ${signToken(target, url.href)}` }),
    body: new Uint8Array(),
  };
  try {
    const { response } = await sendOnce(request, PROBE_TIMEOUT_MS);
    return response.status;
  } catch (error) {
    if (error instanceof TargetUnreachableError) {
      throw new TargetError(`${error.message} Start the server or correct --url.`, { cause: error });
    }
    if (error instanceof ConformanceError) {
      throw new TargetError(`${target.name} cannot be tested. ${error.difference} Check the server and --url.`, {
        cause: error,
      });
    }
    throw error;
  }
}
