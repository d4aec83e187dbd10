import { readFileSync } from "node:fs";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import type { DescriptionName } from "../../generated/descriptions.js";
import { documentUrl } from "../description/documents.js";
import { ANY_KEY, PRISM_CAPABILITIES, type StartedTarget } from "./target.js";

/**
 * A Prism mock of a description, in this process, on a free port of the loopback interface. It validates requests.
 *
 * @param document what is mocked in the place of the description's own document
 */
export async function startPrism(
  description: DescriptionName,
  document = JSON.parse(readFileSync(documentUrl(description), "utf8")) as object,
): Promise<StartedTarget> {
  const server = createServer(await getHttpOperationsFromSpec(document), {
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
    target: { name: "prism", endpoint, accessKey: ANY_KEY, capabilities: PRISM_CAPABILITIES },
    close: () => server.close(),
  };
}
