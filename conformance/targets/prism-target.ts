import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import { PLACEHOLDER_ACCESS_KEY, PRISM_CAPABILITIES, type StartedTarget } from "./target.js";

/**
 * Starts a Prism mock of a document in this process, on a free port of the loopback interface. It validates requests.
 *
 * @param document a bundled OpenAPI document, which stays unchanged
 */
export async function startPrism(document: object): Promise<StartedTarget> {
  // A copy: Prism replaces the references in its document by their targets, so that the document contains itself.
  const server = createServer(await getHttpOperationsFromSpec(structuredClone(document)), {
    components: { logger: createLogger("prism", { enabled: false }) },
    config: {
      mock: { dynamic: false },
      checkSecurity: true,
      validateRequest: true,
      // The suite checks responses itself.
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      isProxy: false,
    },
    cors: false,
  });
  const endpoint = await server.listen(0, "127.0.0.1");
  return {
    target: { name: "prism", endpoint, accessKey: PLACEHOLDER_ACCESS_KEY, capabilities: PRISM_CAPABILITIES },
    close: () => server.close(),
  };
}
