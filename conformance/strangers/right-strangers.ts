import type { IncomingMessage } from "node:http";
import { latestApiVersion } from "../../generated/versions.js";
import {
  addHeaders,
  changeError,
  changeHeader,
  changeJson,
  changeNextLink,
  changeObjects,
} from "./change-responses.js";
import { type PassingResponse, type ProxyChanges, pairs, startChangingProxy } from "./changing-proxy.js";
import type { Stranger } from "./stranger.js";

type Change = (response: PassingResponse, request: IncomingMessage) => PassingResponse;

function stranger(id: string, summary: string, because: string, changes: ProxyChanges | Change): Stranger {
  const given = typeof changes === "function" ? { response: changes } : changes;
  return { id, summary, because, start: () => startChangingProxy(given) };
}

const withoutNulls = (object: object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));

function withoutHeaders(...names: readonly string[]): Change {
  return (response) => names.reduce((changed, name) => changeHeader(changed, name, () => undefined), response);
}

const isHealth = ({ url = "" }: IncomingMessage) => url.startsWith("/api/health");

/** Servers that differ as the service, or what is in front of it, may differ: no case may fail on any. */
export const rightStrangers: readonly Stranger[] = [
  stranger(
    "versions-without-spaces",
    "The list in api-supported-versions has no spaces.",
    "White space around the commas of a list is optional (RFC 9110, 5.6.1).",
    (response) => changeHeader(response, "api-supported-versions", (value) => value.replaceAll(", ", ",")),
  ),
  stranger(
    "one-more-version",
    "api-supported-versions lists one more version.",
    "The service gets new api-versions.",
    (response) => changeHeader(response, "api-supported-versions", (value) => `${value}, 2031-01-01`),
  ),
  stranger(
    "errors-without-nulls",
    "Errors have no members that are null.",
    "The schema of an error requires code and message only; the official emulator leaves them out.",
    (response) => changeError(response, withoutNulls),
  ),
  stranger(
    "more-members-in-errors",
    "Errors have one more member.",
    "Members can be added to a response at any time (RFC 9457, 3.2, for problem details).",
    (response) => changeError(response, (error) => ({ ...error, traceId: "00-1" })),
  ),
  stranger(
    "error-of-the-versioning-layer",
    "An unknown api-version is rejected with an envelope of its own and without x-ms-error-code.",
    "The service is built on a framework whose versioning layer responds so.",
    (response) =>
      changeError(response, (error) =>
        error.target === "api-version"
          ? { error: { code: "UnsupportedApiVersion", message: "Not supported.", innerError: null } }
          : error,
      ),
  ),
  stranger(
    "version-optional",
    "A request without api-version has the newest, and health ignores the parameter.",
    "So does the official emulator; what the service does is not recorded.",
    {
      respond: (request, response) => isHealth(request) && response.writeHead(200).end() !== undefined,
      path: (path) =>
        path.startsWith("/api/") && !/[?&]api-version=/.test(path)
          ? `${path}${path.includes("?") ? "&" : "?"}api-version=${latestApiVersion}`
          : path,
    },
  ),
  stranger(
    "chunked",
    "No response has a Content-Length; bodies are chunked, empty ones too.",
    "Both frame a message (RFC 9112, 6), and proxies change one into the other.",
    { chunked: true },
  ),
  stranger(
    "bare-head",
    "A response to HEAD has neither Content-Type nor Content-Length.",
    "Both may be left out (RFC 9110, 8.6 and 9.3.2).",
    (response, request) =>
      request.method === "HEAD" ? withoutHeaders("content-type", "content-length")(response, request) : response,
  ),
  stranger(
    "closes-connections",
    "Every response closes its connection.",
    "A server may close a connection at any time (RFC 9112, 9.6).",
    (response) => addHeaders(response, { Connection: "close" }),
  ),
  stranger(
    "indented-json",
    "JSON is indented.",
    "White space between tokens means nothing (RFC 8259, 2).",
    (response) => changeJson(response, (json) => json, 2),
  ),
  stranger(
    "reversed-members",
    "The members of JSON objects and the headers are in the reverse order.",
    "The order of members, and of headers with different names, means nothing.",
    (response) => {
      const reversed = changeJson(response, (json) =>
        changeObjects(json, (object) => Object.fromEntries(Object.entries(object).reverse())),
      );
      return { ...reversed, headers: pairs(reversed.headers).reverse().flat() };
    },
  ),
  stranger(
    "other-texts",
    "Every message of an error, and every reason phrase, is another.",
    "Texts are for people, and are translated and improved.",
    (response) =>
      changeError(response, (error) => {
        const { errors, title } = error;
        const message = "Das geht nicht.";
        return {
          ...error,
          message,
          ...(title !== undefined && { title: message }),
          ...(typeof errors === "object" &&
            errors !== null && { errors: Object.fromEntries(Object.keys(errors).map((name) => [name, [message]])) }),
        };
      }),
  ),
  stranger(
    "public-next-link",
    "The link to the next page has the public name of the service, not the address that requests are sent to.",
    "A proxy does not rewrite bodies.",
    (response) =>
      changeNextLink(response, (link) => link?.replace(/^http:\/\/[^/]+/, "https://contoso.webpubsub.azure.com")),
  ),
  stranger(
    "null-next-link",
    "The last page has a link that is null.",
    "So does the official emulator: the member is optional and has no value.",
    (response) => changeNextLink(response, (link) => link ?? null),
  ),
  stranger(
    "reordered-next-link",
    "The query of the link to the next page is in another order.",
    "The link is opaque to clients.",
    (response) =>
      changeNextLink(response, (link) => {
        if (link === undefined) return undefined;
        const url = new URL(link);
        url.search = String(new URLSearchParams([...url.searchParams].reverse()));
        return url.href;
      }),
  ),
  stranger(
    "path-prefix",
    "The API is below a path of a gateway, which does not rewrite links.",
    "Gateways route by path.",
    { prefix: "/gateway" },
  ),
  stranger(
    "members-without-user",
    "Members of a group that are anonymous have no userId.",
    "It is optional, a string or null.",
    (response) => changeJson(response, (json) => changeObjects(json, (object) => withoutNulls(object))),
  ),
  stranger(
    "more-members-everywhere",
    "Lists, their items and tokens have one more member.",
    "Members can be added to a response at any time.",
    (response) => changeJson(response, (json) => changeObjects(json, (object) => ({ ...object, more: 1 }))),
  ),
  stranger("more-headers", "Every response has the headers of gateways.", "Gateways add them.", (response) =>
    addHeaders(response, {
      "Strict-Transport-Security": "max-age=15724800; includeSubDomains",
      Vary: "Origin",
      Via: "1.1 gateway",
      "x-ms-request-id": "1",
      "Cache-Control": "no-store",
    }),
  ),
  stranger(
    "no-charset",
    "The Content-Type of JSON has no charset.",
    "JSON is UTF-8, and its media type has no charset parameter (RFC 8259, 8.1 and 11).",
    (response) => changeHeader(response, "content-type", (value) => value.replace(/;.*$/, "")),
  ),
  stranger(
    "bare-401",
    "A 401 has no WWW-Authenticate, and a body of a gateway.",
    "What a 401 of the service has is not recorded.",
    (response, request) =>
      response.status !== 401
        ? response
        : {
            ...addHeaders(withoutHeaders("www-authenticate", "content-length", "content-type")(response, request), {
              "Content-Type": "text/html",
            }),
            body: Buffer.from("<h1>401</h1>"),
          },
  ),
  stranger(
    "lower-case-headers",
    "The names of headers are in lower case.",
    "They are case-insensitive (RFC 9110, 5.1), and HTTP/2 has them so.",
    (response) => ({
      ...response,
      headers: pairs(response.headers).flatMap(([name, value]) => [name.toLowerCase(), value]),
    }),
  ),
  stranger("slow-network", "Responses and frames come 50 to 70 ms later.", "Networks are slow, and not evenly so.", {
    relay(client, server) {
      client.pipe(server);
      let last = Promise.resolve();
      server.on("data", (chunk: Buffer) => {
        const delayed = new Promise((done) => setTimeout(done, 50 + (chunk.length % 20)));
        last = last.then(async () => {
          await delayed;
          client.write(chunk);
        });
      });
      server.on("end", () => void last.then(() => client.end()));
    },
    target: { timeoutMs: 5000 },
  }),
];
