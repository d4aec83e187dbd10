import { JSON_HEADERS, type RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { wrongResponse } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

type ErrorBody = Readonly<Record<string, unknown>>;
type ChangeResponse = (response: RestResponse) => RestResponse;

const isProblem = ({ headers }: RestResponse) =>
  headers?.["Content-Type"]?.startsWith("application/problem+json") ?? false;
const isError = ({ status, body }: RestResponse) => status >= 400 && body !== undefined;

/** Changes the errors of operations, which are flat. */
const flat =
  (change: (body: ErrorBody) => unknown): ChangeResponse =>
  (response) =>
    isError(response) && !isProblem(response) ? { ...response, body: change(response.body as ErrorBody) } : response;
/** Changes the errors of model validation. */
const problem =
  (change: (response: RestResponse, body: ErrorBody) => RestResponse): ChangeResponse =>
  (response) =>
    isProblem(response) ? change(response, response.body as ErrorBody) : response;
const withStatus =
  (status: number, otherStatus: number): ChangeResponse =>
  (response) =>
    response.status === status ? { ...response, status: otherStatus } : response;
const withHeaders = (response: RestResponse, headers: Readonly<Record<string, string>>) => ({
  ...response,
  headers: { ...response.headers, ...headers },
});

const ENVELOPE = "The listing of 2025-08-19 shows it: https://github.com/Azure/azure-rest-api-specs/pull/42534";
const EMULATOR = "The official emulator answers so.";

const VARIANTS: readonly Variant<ChangeResponse>[] = [
  ["envelope", "The errors of operations are wrapped in a member error.", flat((body) => ({ error: body })), ENVELOPE],
  [
    "innererror",
    "The inner error is called innererror.",
    flat(({ inner, ...body }) => ({ ...body, innererror: inner })),
    "The service did so until 2023.",
  ],
  [
    "without-details",
    "An error leaves out details and inner instead of setting them to null.",
    flat((body) => omit(body, "details", "inner")),
    EMULATOR,
  ],
  [
    "details-of-text",
    "The details of an error are a string.",
    flat((body) => ({ ...body, details: "none" })),
    "The listing of 2025-08-19 has texts for details.",
  ],
  ["without-code", "An error has no code.", flat((body) => omit(body, "code"))],
  ["other-code", "The code of an error is a name of its status.", flat((body) => ({ ...body, code: "BadArgument" }))],
  ["without-target", "An error has no target.", flat((body) => omit(body, "target"))],
  [
    "other-target",
    "The target of an error is in lower case.",
    flat((body) => ({ ...body, target: String(body.target).toLowerCase() })),
  ],
  ["without-message", "An error has no message.", flat((body) => omit(body, "message"))],
  [
    "text",
    "Errors are plain text.",
    (response) =>
      isError(response)
        ? withHeaders(
            { ...response, body: String((response.body as ErrorBody).message) },
            { "Content-Type": "text/plain" },
          )
        : response,
    "The preview of 2020-10-01 did so.",
  ],
  ["empty", "Errors have no body.", ({ body: _, ...response }) => response],
  [
    "versions-missing",
    "The errors of operations have no header api-supported-versions.",
    (response) => (isError(response) ? { ...response, listsApiVersions: false } : response),
  ],
  [
    "problem-as-flat-json",
    "A validation problem has the flat format of an operation's error.",
    problem((response, { code, message, target }) =>
      withHeaders({ ...response, body: { code, message, target } }, JSON_HEADERS),
    ),
    EMULATOR,
  ],
  [
    "problem-media-type",
    "A validation problem has the media type application/json.",
    problem((response) => withHeaders(response, JSON_HEADERS)),
  ],
  [
    "problem-tells-versions",
    "A validation problem has the header api-supported-versions.",
    problem((response) => ({ ...response, listsApiVersions: true })),
  ],
  [
    "problem-without-errors",
    "A validation problem has no errors.",
    problem((response, body) => ({ ...response, body: omit(body, "errors") })),
  ],
  [
    "problem-without-code",
    "A validation problem has no code.",
    problem((response, body) => ({ ...response, body: omit(body, "code") })),
  ],
  [
    "problem-without-target",
    "A validation problem has no target.",
    problem((response, body) => ({ ...response, body: omit(body, "target") })),
  ],
  [
    "problem-target-request",
    "The target of every validation problem is Request.",
    problem((response, body) => ({ ...response, body: { ...body, target: "Request" } })),
    EMULATOR,
  ],
  [
    "problem-target-lower-case",
    "The target of a validation problem is in lower case.",
    problem((response, body) => ({ ...response, body: { ...body, target: String(body.target).toLowerCase() } })),
  ],
  [
    "problem-status",
    "The status in a validation problem differs from the HTTP status.",
    problem((response, body) => ({ ...response, body: { ...body, status: 422 } })),
  ],
  ["422", "An invalid request gets 422 instead of 400.", withStatus(400, 422), "Prism does so."],
  ["403-for-401", "A request without a valid token gets 403 instead of 401.", withStatus(401, 403)],
  ["404-as-400", "What does not exist gets 400 instead of 404.", withStatus(404, 400)],
  ["404-as-410", "What does not exist gets 410 instead of 404.", withStatus(404, 410)],
  ["500", "An invalid request gets 500 instead of 400.", withStatus(400, 500)],
  [
    "other-header",
    "The header x-ms-error-code differs from the code in the body.",
    (response) => (isError(response) ? withHeaders(response, { "x-ms-error-code": "Error" }) : response),
  ],
  [
    "one-severity",
    "The code of every 404 starts with Error.",
    (response) => {
      const code = response.headers?.["x-ms-error-code"]?.replace(/^(Warning|Info)/, "Error");
      if (response.status !== 404 || code === undefined) return response;
      return withHeaders({ ...response, body: { ...(response.body as ErrorBody), code } }, { "x-ms-error-code": code });
    },
  ],
  [
    "html",
    "Errors are HTML pages.",
    (response) =>
      isError(response)
        ? withHeaders({ ...response, body: "<html></html>" }, { "Content-Type": "text/html" })
        : response,
  ],
];

/** Whatever rejects a request; of constraints one of each kind, since they are the same for every parameter. */
export const errors: readonly Mutant[] = mutantsOf(
  "errors",
  {
    operations: "all",
    cases: {
      written: [
        { topics: ["errors", "api-version", "filters", "names"], aspects: ["rejections", "responses"] },
        { topics: ["operation"], aspects: ["rejections", "responses"] },
      ],
      constraints: ["path hub pattern", "token"],
    },
    make: wrongResponse,
  },
  VARIANTS,
);
