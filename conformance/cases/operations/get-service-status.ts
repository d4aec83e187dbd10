import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("getServiceStatus", { aspect: "responses", needs: [] });

export const getServiceStatusCases: readonly WrittenCase[] = [
  should(
    "without-token",
    "The health is told to who has no token.",
    "E34",
    async (context) => {
      const exchange = await context.sendRaw("getServiceStatus", {}, { authorization: () => undefined });
      context.expectResponse("getServiceStatus", exchange, 200);
    },
    { aspect: "authentication" },
  ),
  must("no-api-supported-versions", "The answer has no header `api-supported-versions`.", "E34", async (context) => {
    const exchange = await context.expectAccepted("getServiceStatus");
    const told = exchange.response.headers.get("api-supported-versions");
    context.expect(told === null, `The header api-supported-versions is there: ${told}.`, exchange);
  }),
  must(
    "no-content",
    "The answer speaks of no content: it has no Content-Type, and no length but 0.",
    "response 200",
    async (context) => {
      const exchange = await context.expectAccepted("getServiceStatus");
      const { headers } = exchange.response;
      context.expect(!headers.has("content-type"), `The Content-Type is ${headers.get("content-type")}.`, exchange);
      const length = headers.get("content-length") ?? "0";
      context.expect(length === "0", `The Content-Length is ${length}.`, exchange);
    },
  ),
];
