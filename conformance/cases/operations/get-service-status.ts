import type { CaseContext } from "../case-context.js";
import type { WrittenCase } from "../written-case.js";

export const getServiceStatusCases: readonly WrittenCase[] = [
  {
    id: "get-service-status/without-token",
    operation: "getServiceStatus",
    aspect: "authentication",
    level: "SHOULD",
    requirement: "The health is told to who has no token.",
    source: "E34",
    needs: [],
    async run(context) {
      const exchange = await context.sendRaw("getServiceStatus", {}, { authorization: () => undefined });
      context.expectResponse("getServiceStatus", exchange, 200);
    },
  },
  {
    id: "get-service-status/no-api-supported-versions",
    operation: "getServiceStatus",
    aspect: "responses",
    level: "MUST",
    requirement: "The answer has no header `api-supported-versions`.",
    source: "E34",
    needs: [],
    async run(context: CaseContext) {
      const exchange = await context.expectAccepted("getServiceStatus");
      const told = exchange.response.headers.get("api-supported-versions");
      context.expect(told === null, `The header api-supported-versions is there: ${told}.`, exchange);
    },
  },
  {
    id: "get-service-status/no-content",
    operation: "getServiceStatus",
    aspect: "responses",
    level: "MUST",
    requirement: "The answer speaks of no content: it has no Content-Type, and no length but 0.",
    source: "response 200",
    needs: [],
    async run(context: CaseContext) {
      const exchange = await context.expectAccepted("getServiceStatus");
      const { headers } = exchange.response;
      context.expect(!headers.has("content-type"), `The Content-Type is ${headers.get("content-type")}.`, exchange);
      const length = headers.get("content-length") ?? "0";
      context.expect(length === "0", `The Content-Length is ${length}.`, exchange);
    },
  },
];
