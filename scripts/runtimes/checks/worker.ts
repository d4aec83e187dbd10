/**
 * What workerd runs, as its own kind of test: without the compatibility with Node.js, within a request's limits, and with checks of
 * what only is there: requests that share a client, though what one has begun ends with it.
 */
import { runChecks } from "./checks.js";
import { answer, requestChecks } from "./workerd-requests.js";

interface Environment {
  readonly PARENT: string;
  /** This worker, as its users see it. */
  readonly SELF: { fetch(request: Request): Promise<Response> };
}

export default {
  fetch: (request: Request) => answer(request),
  test: (_: unknown, { PARENT, SELF }: Environment) =>
    runChecks(
      PARENT,
      requestChecks((request) => SELF.fetch(request)),
    ),
};
