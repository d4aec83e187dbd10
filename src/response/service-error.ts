/** A failure that led to another one. */
export interface ErrorDetail {
  /** Empty if the service gave none. */
  readonly code: string;
  /** For people. The wording may change. */
  readonly message: string;
  /** What the failure is about, such as `filter`. */
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
  /** A more specific cause. */
  readonly inner?: InnerError;
}

/** A more specific cause, which can have one of its own. */
export interface InnerError {
  readonly code?: string;
  readonly inner?: InnerError;
}

/** The error that the service reported, in one shape for all formats that the service uses. */
export interface ServiceError extends ErrorDetail {
  /** For an invalid request: the messages by the name of the invalid part. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

type Members = Record<string, unknown>;

/** The maximum depth to which causes are followed. The service itself nests two or three. */
const MAX_ERROR_DEPTH = 20;
const MAX_TEXT_CHARACTERS = 500;
/** They could forge lines of a log, or steer a terminal. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/**
 * Reads the error of a failed response. The body may be flat with `inner` (since 2024) or `innererror` (before), a
 * validation problem, a problem of RFC 9457, enveloped in `error`, text, or empty, as after HEAD. Without a body, the error is read
 * from the headers. Texts are one line of at most 500 characters.
 *
 * @param body the parsed JSON of the body, or its text; undefined without a body
 * @param token the token of the request, which a server may repeat: no text contains it, or its signature
 */
export function serviceError(response: Response, body: unknown, token = ""): ServiceError {
  const secrets = [token, token.split(".")[2] ?? ""].filter((secret) => secret !== "");
  const text = (value: unknown): string | undefined => {
    if (typeof value !== "string") return undefined;
    const withoutSecrets = secrets.reduce((found, secret) => found.replaceAll(secret, "…"), value);
    return withoutSecrets.trim().slice(0, MAX_TEXT_CHARACTERS).replaceAll(CONTROLS, " ");
  };
  const textsByName = (errors: Members) =>
    Object.fromEntries(
      Object.entries(errors).map(([name, value]) => [name, [value].flat().map(text).filter(isDefined)] as const),
    );
  const innerError = (value: unknown, depth = 0): InnerError | undefined => {
    const body = object(value);
    if (body === undefined || depth === MAX_ERROR_DEPTH) return undefined;
    return defined({ code: text(body.code), inner: innerError(body.inner ?? body.innererror, depth + 1) });
  };
  const members = ({ target, inner, innererror, details }: Members, depth = 0): Partial<ErrorDetail> =>
    defined({
      target: text(target),
      details:
        Array.isArray(details) && depth < MAX_ERROR_DEPTH ? details.map((each) => detail(each, depth + 1)) : undefined,
      inner: innerError(inner ?? innererror),
    });
  const detail = (value: unknown, depth: number): ErrorDetail => {
    const body = object(value) ?? { message: value };
    return { ...members(body, depth), code: text(body.code) ?? "", message: text(body.message) ?? "" };
  };

  const outer = object(body) ?? {};
  const found = object(outer.error) ?? outer;
  const errors = object(found.errors);
  const texts = errors && textsByName(errors);
  const code = text(found.code) || text(response.headers.get("x-ms-error-code")) || `Http.${response.status}`;
  const message =
    [
      found.message,
      found.detail,
      Object.values(texts ?? {}).flat()[0],
      found.title,
      found.error_description,
      found.error,
      found.Message,
      body,
    ]
      .map(text)
      .find(Boolean) ?? text(`${response.status} ${response.statusText}`);
  return { ...members(found), ...defined({ errors: texts }), code, message: message ?? "" };
}

function object(value: unknown): Members | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** Leaves out the members that are undefined. */
function defined<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
