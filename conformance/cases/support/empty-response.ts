import type { Exchange } from "../../wire/exchange.js";
import type { CaseContext } from "../case-context.js";

/** Checks that the headers of an answer say that it has no body. */
export function expectEmpty(context: CaseContext, exchange: Exchange): void {
  const { headers } = exchange.response;
  const length = headers.get("content-length");
  context.expect(length === "0", `The Content-Length is ${length ?? "missing"}, and should be 0.`, exchange);
  const type = headers.get("content-type");
  context.expect(type === null, `The Content-Type is ${type}, and there is no content.`, exchange);
}
