/** The error that the service reported, in one shape for all formats that the service uses. */
export interface ServiceError {
  /**
   * The service's code, from the body or else from `x-ms-error-code`: `Error.BadRequest`, `Warning.User.NotExisted`.
   * Without a code of the service, `Http.` and the status: `Http.401`.
   */
  code: string;
  /** For people. The wording may change. */
  message: string;
  /** What the failure is about, such as `filter`. */
  target?: string;
  /** Failures that led to this one. */
  details?: ServiceError[];
  /** A more specific cause. */
  inner?: InnerError;
  /** For an invalid request: the messages by the name of the invalid part. */
  errors?: Record<string, string[]>;
}

/** A more specific cause, which can have one of its own. */
export interface InnerError {
  code?: string;
  inner?: InnerError;
}

/**
 * Reads the error of a failed response. The body may be flat with `inner` (since 2024) or `innererror` (before), a
 * validation problem, enveloped in `error`, text, or empty, as after HEAD. Without a body, the error is read from the headers.
 *
 * @param body the parsed JSON of the body, or its text; undefined without a body
 */
export function serviceError(response: Response, body: unknown): ServiceError {
  const outer = object(body);
  const found = object(outer?.error) ?? outer;
  const code = text(found?.code) || response.headers.get("x-ms-error-code") || `Http.${response.status}`;
  const given = text(found?.message) ?? (typeof body === "string" ? body.trim().slice(0, 500) : "");
  const message = given || `${response.status} ${response.statusText}`.trim();
  return { ...members(found ?? {}), code, message };
}

/** The maximum depth to which causes are followed. The service itself nests two or three. */
const MAX_ERROR_DEPTH = 20;

function members(body: Record<string, unknown>, depth = 0): Omit<ServiceError, "code" | "message"> {
  const target = text(body.target);
  const inner = innerError(body.inner ?? body.innererror);
  const details =
    Array.isArray(body.details) && depth < MAX_ERROR_DEPTH
      ? body.details.map((each) => detail(each, depth + 1))
      : undefined;
  const errors = object(body.errors);
  return {
    ...(target !== undefined && { target }),
    ...(details !== undefined && { details }),
    ...(inner !== undefined && { inner }),
    ...(errors !== undefined && { errors: messages(errors) }),
  };
}

function detail(value: unknown, depth: number): ServiceError {
  const body = object(value) ?? { message: text(value) };
  return { ...members(body, depth), code: text(body.code) ?? "", message: text(body.message) ?? "" };
}

function innerError(value: unknown, depth = 0): InnerError | undefined {
  const body = object(value);
  if (body === undefined || depth === MAX_ERROR_DEPTH) return undefined;
  const code = text(body.code);
  const inner = innerError(body.inner ?? body.innererror, depth + 1);
  return { ...(code !== undefined && { code }), ...(inner !== undefined && { inner }) };
}

function messages(errors: Record<string, unknown>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(errors).map(([key, value]) => [key, [value].flat().filter((each) => typeof each === "string")]),
  );
}

function object(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
