import type { Exchange } from "../../wire/exchange.js";
import type { CaseContext } from "../case-context.js";

/** Checks that the headers of a response announce an empty body. */
export function expectEmpty(context: CaseContext, exchange: Exchange): void {
  context.expectHeader(exchange, "Content-Length", "0");
  context.expectHeader(exchange, "Content-Type", undefined);
}
