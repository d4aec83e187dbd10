import type { DescriptionName } from "../../generated/descriptions.js";
import { signToken } from "../token.js";
import { ANY_KEY, PRISM_CAPABILITIES, type StartedTarget, type Target, TargetError } from "./target.js";

/** How long a target may take for its first answer, in milliseconds. */
const PATIENCE = 5000;
/** A status that no mock answers with unless it is asked to. */
const ASKED = 503;

/**
 * A Prism mock that somebody else has started, or a proxy in front of one.
 *
 * @throws {TargetError} if nothing answers at the address, or if what answers does not do what `Prefer` asks.
 */
export async function reachUrl(address: string, description: DescriptionName): Promise<StartedTarget> {
  const target: Target = {
    name: address,
    endpoint: address.replace(/\/+$/, ""),
    accessKey: ANY_KEY,
    // A Prism is what is expected there.
    capabilities: PRISM_CAPABILITIES,
  };
  const version = /^\d{4}-\d{2}-\d{2}$/.test(description) ? description : "2024-12-01";
  const probe = `${target.endpoint}/api/health?api-version=${version}`;
  const headers = { Prefer: `code=${ASKED}`, Authorization: `Bearer ${signToken(target, probe)}` };
  const response = await fetch(probe, { method: "HEAD", headers, signal: AbortSignal.timeout(PATIENCE) }).catch(
    (error: Error) => {
      const reason = (error.cause as Error | undefined)?.message || error.message;
      throw new TargetError(`Nothing answers at ${address} (${reason}). Start the server, or correct --url.`, {
        cause: error,
      });
    },
  );
  if (response.status !== ASKED) {
    throw new TargetError(
      `The server at ${address} answered ${response.status} where \`Prefer: code=${ASKED}\` asked for ${ASKED}: it is no Prism mock of this API. The replay needs one; start it with the bundled description.`,
    );
  }
  return { target, close: async () => undefined };
}
