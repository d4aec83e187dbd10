import { casesOf, type WrittenCase } from "../written-case.js";

const { should, may } = casesOf("getServiceStatus", { aspect: "responses", needs: [] });

export const getServiceStatusCases: readonly WrittenCase[] = [
  should(
    "without-token",
    "The health endpoint needs no token.",
    "E97",
    async (context) => {
      const exchange = await context.sendRaw("getServiceStatus", {}, { authorization: () => undefined });
      context.expectResponse("getServiceStatus", exchange, 200);
    },
    { aspect: "authentication" },
  ),
  may(
    "no-content",
    "The response has no Content-Type, and Content-Length is absent or 0.",
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
