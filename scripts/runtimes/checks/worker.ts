/**
 * The worker that `workerd test` runs: without compatibility with Node.js, within the limits of a request, and with checks of
 * its own. There, requests share a client, but what a request has started ends with it.
 */
import { runChecks } from "./checks.js";
import { handleRequest, requestChecks } from "./workerd-requests.js";

interface Environment {
  /** The address of the check server. */
  readonly CHECK_SERVER: string;
  /** This worker, as its users reach it. */
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
