import { JSON_HEADERS, type RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { operationIds } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

type ErrorBody = Readonly<Record<string, unknown>>;

const isProblem = ({ headers }: RestResponse) =>
  headers?.["Content-Type"]?.startsWith("application/problem+json") ?? false;
const isError = ({ status, body }: RestResponse) => status >= 400 && body !== undefined;

/** Changes the flat errors of operations. */
const flat = (change: (body: ErrorBody) => unknown) => (reply: RestResponse) =>
  isError(reply) && !isProblem(reply) ? { ...reply, body: change(reply.body as ErrorBody) } : reply;
/** Changes what model validation answers. */
const problem = (change: (reply: RestResponse, body: ErrorBody) => RestResponse) => (reply: RestResponse) =>
  isProblem(reply) ? change(reply, reply.body as ErrorBody) : reply;
const withHeaders = (reply: RestResponse, headers: Readonly<Record<string, string>>) => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});

const ENVELOPE = "The listing of 2025-08-19 shows it: https://github.com/Azure/azure-rest-api-specs/pull/42534";
const EMULATOR = "The official emulator answers so.";

const VARIANTS: readonly (readonly [
  name: string,
  summary: string,
  change: (reply: RestResponse) => RestResponse,
  history?: string,
])[] = [
  ["envelope", "The errors of operations stand in an envelope.", flat((body) => ({ error: body })), ENVELOPE],
  [
    "innererror",
    "An error calls its inner error innererror.",
    flat(({ inner, ...body }) => ({ ...body, innererror: inner })),
    "The service did so until 2023.",
  ],
  [
    "without-details",
    "An error has no details and no inner, where it should say that there are none.",
    flat((body) => omit(body, "details", "inner")),
    EMULATOR,
  ],
  [
    "details-of-text",
    "The details of an error are a text.",
    flat((body) => ({ ...body, details: "none" })),
    "The listing of 2025-08-19 has texts for details.",
  ],
  ["without-code", "An error has no code.", flat((body) => omit(body, "code"))],
  ["other-code", "The code of an error is the status in words.", flat((body) => ({ ...body, code: "BadArgument" }))],
  ["without-target", "An error does not say what it is about.", flat((body) => omit(body, "target"))],
  [
    "other-target",
    "The target of an error is in lower case.",
    flat((body) => ({ ...body, target: String(body.target).toLowerCase() })),
  ],
  ["without-message", "An error has no message.", flat((body) => omit(body, "message"))],
  [
    "text",
    "Errors are told in plain text.",
    (reply) =>
      isError(reply)
        ? withHeaders({ ...reply, body: String((reply.body as ErrorBody).message) }, { "Content-Type": "text/plain" })
        : reply,
    "The preview of 2020-10-01 did so.",
  ],
  ["empty", "Errors have no body.", ({ body: _, ...reply }) => reply],
  [
    "versions-missing",
    "The refusals of operations do not tell the api-versions.",
    (reply) => (isError(reply) ? { ...reply, listsApiVersions: false } : reply),
  ],
  [
    "problem-as-flat-json",
    "What model validation answers is the flat error of an operation.",
    problem((reply, { code, message, target }) =>
      withHeaders({ ...reply, body: { code, message, target } }, JSON_HEADERS),
    ),
    EMULATOR,
  ],
  [
    "problem-media-type",
    "What model validation answers is said to be application/json.",
    problem((reply) => withHeaders(reply, JSON_HEADERS)),
  ],
  [
    "problem-tells-versions",
    "What model validation answers tells the api-versions.",
    problem((reply) => ({ ...reply, listsApiVersions: true })),
  ],
  [
    "problem-without-errors",
    "What model validation answers has no list of errors.",
    problem((reply, body) => ({ ...reply, body: omit(body, "errors") })),
  ],
  [
    "problem-without-code",
    "What model validation answers has no code.",
    problem((reply, body) => ({ ...reply, body: omit(body, "code") })),
  ],
  [
    "problem-without-target",
    "What model validation answers does not say what it is about.",
    problem((reply, body) => ({ ...reply, body: omit(body, "target") })),
  ],
  [
    "problem-target-request",
    "What model validation answers is about the request, whatever it is about.",
    problem((reply, body) => ({ ...reply, body: { ...body, target: "Request" } })),
    EMULATOR,
  ],
  [
    "problem-target-lower-case",
    "The target of what model validation answers is in lower case.",
    problem((reply, body) => ({ ...reply, body: { ...body, target: String(body.target).toLowerCase() } })),
  ],
  [
    "problem-status",
    "What model validation answers says another status than it has.",
    problem((reply, body) => ({ ...reply, body: { ...body, status: 422 } })),
  ],
  [
    "422",
    "Wrong requests are answered with 422.",
    (reply) => (reply.status === 400 ? { ...reply, status: 422 } : reply),
    "Prism does so.",
  ],
  [
    "403-for-401",
    "Requests without a right token are answered with 403.",
    (reply) => (reply.status === 401 ? { ...reply, status: 403 } : reply),
  ],
  [
    "404-as-400",
    "What is not there is answered with 400.",
    (reply) => (reply.status === 404 ? { ...reply, status: 400 } : reply),
  ],
  [
    "404-as-410",
    "What is not there is answered with 410.",
    (reply) => (reply.status === 404 ? { ...reply, status: 410 } : reply),
  ],
  [
    "500",
    "Wrong requests are answered with 500.",
    (reply) => (reply.status === 400 ? { ...reply, status: 500 } : reply),
  ],
  [
    "other-header",
    "The header x-ms-error-code says another code than the body.",
    (reply) => (isError(reply) ? withHeaders(reply, { "x-ms-error-code": "Error" }) : reply),
  ],
  [
    "one-severity",
    "The code of every 404 begins with Error.",
    (reply) => {
      const code = reply.headers?.["x-ms-error-code"]?.replace(/^(Warning|Info)/, "Error");
      if (reply.status !== 404 || code === undefined) return reply;
      return withHeaders({ ...reply, body: { ...(reply.body as ErrorBody), code } }, { "x-ms-error-code": code });
    },
  ],
  [
    "html",
    "Errors are pages in HTML.",
    (reply) =>
      isError(reply) ? withHeaders({ ...reply, body: "<html></html>" }, { "Content-Type": "text/html" }) : reply,
  ],
];

/** Cases in which something is refused, short of the same for every parameter. */
const REFUSALS =
  /^(errors|api-version|filters\/(invalid|refused)|names\/(blank|empty)|authentication\/user-exists)|unknown|nobody|closed|groups\/(bad|missing)|lacking|without-target|(hub-pattern|token-required)\/refused/;

export const errors: readonly Mutant[] = VARIANTS.map(([name, summary, change, history]) => ({
  ...wrongReply({ id: `errors/${name}`, summary, history, cases: REFUSALS }, operationIds, change),
  operations: "all",
}));
