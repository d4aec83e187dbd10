import { type PassingResponse, pairs } from "./changing-proxy.js";

/** Changes the values of a header. @param change returns undefined to leave the header out */
export function changeHeader(
  response: PassingResponse,
  header: string,
  change: (value: string) => string | undefined,
): PassingResponse {
  const headers = pairs(response.headers).flatMap(([name, value]) => {
    if (name.toLowerCase() !== header) return [name, value];
    const changed = change(value);
    return changed === undefined ? [] : [name, changed];
  });
  return { ...response, headers };
}

export function addHeaders(response: PassingResponse, added: Readonly<Record<string, string>>): PassingResponse {
  return { ...response, headers: [...response.headers, ...Object.entries(added).flat()] };
}

/** Changes the JSON in the body of a response, if it has any. */
export function changeJson(response: PassingResponse, change: (json: unknown) => unknown, indent = 0): PassingResponse {
  const isJson = pairs(response.headers).some(([name, value]) => /^content-type$/i.test(name) && /json/.test(value));
  if (!isJson || response.body.length === 0) return response;
  const json = change(JSON.parse(String(response.body)) as unknown);
  return { ...response, body: Buffer.from(JSON.stringify(json, undefined, indent)) };
}

/** Changes every object in a JSON value, the innermost first. */
export function changeObjects(json: unknown, change: (object: Record<string, unknown>) => object): unknown {
  if (Array.isArray(json)) return json.map((item) => changeObjects(item, change));
  if (typeof json !== "object" || json === null) return json;
  return change(Object.fromEntries(Object.entries(json).map(([name, value]) => [name, changeObjects(value, change)])));
}

/** Changes the members of an error. */
export function changeError(
  response: PassingResponse,
  change: (error: Record<string, unknown>) => object,
): PassingResponse {
  return response.status < 400 ? response : changeJson(response, (json) => change(json as Record<string, unknown>));
}

/** Changes the link to the next page in a list. */
export function changeNextLink(
  response: PassingResponse,
  change: (link: string | undefined) => string | null | undefined,
): PassingResponse {
  return changeJson(response, (json) => {
    const { nextLink, ...list } = json as { nextLink?: string };
    if (!("value" in list)) return json;
    const changed = change(nextLink);
    return { ...list, ...(changed !== undefined && { nextLink: changed }) };
  });
}
