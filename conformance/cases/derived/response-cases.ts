import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { OperationId } from "../../../generated/operations.js";
import { pointer } from "../../description/documents.js";
import { exampleRequest } from "../../description/example-requests.js";
import { checkResponsePart, type ResponsePart, responseParts } from "../../description/response-check.js";
import type { Case } from "../case.js";
import { kebab, slug } from "../case-ids.js";
import { type CaseHead, makeCase } from "../make-case.js";
import {
  isDecidedByState,
  type RequestedResponse,
  requestedResponses,
  requestResponse,
} from "./requested-responses.js";

/**
 * Every required header, media type and body of every described response, each once: no other case looks at what a response has besides
 * its status, unless it is about that.
 */
export function responseCases(description: DescriptionName, operations: Readonly<Record<string, Operation>>): Case[] {
  return Object.entries(operations).flatMap(([id, operation]) =>
    Object.keys(operation.responses).flatMap((status) => {
      const requested = requestedResponses(operation).filter((each) => each.status === status);
      return responseParts(operation, status).flatMap((part) => {
        const response = requested.find(({ mediaType }) => part.kind !== "body" || mediaType === part.mediaType);
        return response === undefined ? [] : [responseCase(description, id, operation, response, part)];
      });
    }),
  );
}

function responseCase(
  description: DescriptionName,
  id: string,
  operation: Operation,
  response: RequestedResponse,
  part: ResponsePart,
): Case {
  const { status } = response;
  const head: CaseHead = {
    id: [kebab(id), "response", status, partSlug(part)].join("/"),
    operation: id,
    origin: { kind: "response", status, part: part.kind },
    aspect: "responses",
    level: "MUST",
    requirement: sentence(id, status, part),
    source: pointer("paths", operation.path, operation.method.toLowerCase(), "responses", status),
    needs: ["validation", ...(isDecidedByState(operation, status) ? [] : ["responses" as const])],
  };
  return makeCase(description, head, async (context) => {
    const values = exampleRequest(operation);
    const exchange = await requestResponse(context, id as OperationId, operation, response, values);
    context.expectResponse(id as OperationId, exchange, response.code);
    checkResponsePart(description, operation, status, part, exchange);
  });
}

function partSlug(part: ResponsePart): string {
  if (part.kind === "header") return `header-${part.name.toLowerCase()}`;
  return slug(part.kind === "body" ? `body ${part.mediaType}` : part.kind);
}

function sentence(id: string, status: string, part: ResponsePart): string {
  const subject = `The ${status === "default" ? "default response" : status} of ${id}`;
  switch (part.kind) {
    case "header":
      return `${subject} has the ${part.name} header, in its described form.`;
    case "media type":
      return `${subject} has a described Content-Type.`;
    case "body":
      return `${subject} has a body that matches the schema (${part.mediaType}).`;
    case "no body":
      return `${subject} has no body.`;
  }
}
