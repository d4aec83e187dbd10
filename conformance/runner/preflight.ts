import type { DescriptionName } from "../../generated/descriptions.js";
import { isApiVersion } from "../description/documents.js";
import {
  PLACEHOLDER_ACCESS_KEY,
  PRISM_CAPABILITIES,
  SERVER_CAPABILITIES,
  type StartedTarget,
  type Target,
  TargetError,
} from "../targets/target.js";
import { signToken } from "../wire/tokens.js";

/** How long a target may take for its first answer, in milliseconds. */
const PROBE_TIMEOUT_MS = 5000;
/** A status that no mock answers with unless it is asked to. */
const PROBE_STATUS = 503;

/**
 * A Prism mock that somebody else has started, or a proxy in front of one.
 *
 * @throws {TargetError} if nothing answers at the address, or if what answers does not do what `Prefer` asks
 */
export async function connectToMock(address: string, description: DescriptionName): Promise<StartedTarget> {
  const target: Target = {
    name: address,
    endpoint: address.replace(/\/+$/, ""),
    accessKey: PLACEHOLDER_ACCESS_KEY,
    // A Prism is what is expected there.
    capabilities: PRISM_CAPABILITIES,
  };
  const status = await probe(target, description, { Prefer: `code=${PROBE_STATUS}` });
  if (status !== PROBE_STATUS) {
    throw new TargetError(
      `The server at ${address} answered ${status} where \`Prefer: code=${PROBE_STATUS}\` asked for ${PROBE_STATUS}: it is no Prism mock of this API. Start one with the bundled description; or hold the server to the contract as it is, by giving its key with --connection-string-env.`,
    );
  }
  return { target, close: async () => undefined };
}

/** How a server is reached that checks who calls. */
export interface ServerAccess {
  /** Where requests go. */
  readonly address: string;
  readonly accessKey?: string;
  readonly token?: string;
  /** What tokens are signed for, where that is not the address. */
  readonly audience?: string;
  /** Requests a second. */
  readonly requestsPerSecond?: number;
}

/**
 * Any server of the API: a proxy, the official emulator, the service itself.
 *
 * @throws {TargetError} if nothing answers at the address, or if it does not accept the token
 */
export async function connectToServer(access: ServerAccess, description: DescriptionName): Promise<StartedTarget> {
  const { address, accessKey, token: bearer, audience, requestsPerSecond: rate } = access;
  const target: Target = {
    name: address,
    endpoint: address.replace(/\/+$/, ""),
    ...(accessKey !== undefined && { accessKey }),
    ...(bearer !== undefined && { token: bearer }),
    ...(audience !== undefined && { audience }),
    ...(rate !== undefined && { requestsPerSecond: rate }),
    capabilities: [...SERVER_CAPABILITIES, ...(accessKey === undefined ? [] : ["access-key" as const])],
  };
  const path = "/api/hubs/conformance/users/nobody";
  const status = await probe(target, description, {}, path);
  if (status === 401 || status === 403) {
    throw new TargetError(
      `The server at ${address} answered ${status}: it does not accept ${bearer === undefined ? "tokens signed with this access key" : "this token"}. Correct the key or the token${audience === undefined ? "" : ", or the endpoint in the connection string, which tokens are signed for"}.`,
    );
  }
  if (status !== 200 && status !== 404) {
    throw new TargetError(
      `The server at ${address} answered ${status} to HEAD ${path}, where 404 was expected: it is no server of this API.`,
    );
  }
  return { target, close: async () => undefined };
}

async function probe(
  target: Target,
  description: DescriptionName,
  headers: Record<string, string>,
  path = "/api/health",
): Promise<number> {
  const version = isApiVersion(description) ? description : "2024-12-01";
  const url = `${target.endpoint}${path}?api-version=${version}`;
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const authorized = { ...headers, Authorization: `Bearer ${signToken(target, url)}` };
  const response = await fetch(url, { method: "HEAD", headers: authorized, redirect: "manual", signal }).catch(
    (error: Error) => {
      const { message, code } = ((error.cause as NodeJS.ErrnoException | undefined) ?? error) as NodeJS.ErrnoException;
      throw new TargetError(
        `Nothing answers at ${target.name} (${code || message}). Start the server, or correct --url.`,
        {
          cause: error,
        },
      );
    },
  );
  return response.status;
}
