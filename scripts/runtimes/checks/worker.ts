/**
 * The worker that `workerd test` runs, without Node.js compatibility. Its additional checks cover clients that requests share:
 * workerd ends everything that a request started when the request ends.
 */
import { runChecks } from "./checks.js";
import { handleRequest, requestChecks } from "./workerd-requests.js";

interface Environment {
  /** The address of the check server. */
  readonly CHECK_SERVER: string;
  /** Sends requests to this worker, as its users do. */
  readonly SELF: { fetch(request: Request): Promise<Response> };
}

export default {
  fetch: (request: Request) => handleRequest(request),
  test: (_: unknown, { CHECK_SERVER, SELF }: Environment) =>
    runChecks(
      CHECK_SERVER,
      requestChecks((request) => SELF.fetch(request)),
    ),
};
