import { isGroupName } from "../../name-rules.js";

/** What the frames of a simple client are. */
export type SimpleClientMode =
  | { readonly kind: "sendEvent" }
  | { readonly kind: "sendToGroup"; readonly group: string; readonly noEcho: boolean };

/**
 * Reads the query parameters `webpubsub_mode` (default `sendEvent`) and for `sendToGroup` also `group` and `noEcho` (default
 * `false`).
 *
 * @returns the mode, or a sentence about an invalid parameter
 */
export function readSimpleClientMode(query: URLSearchParams): SimpleClientMode | string {
  const mode = query.get("webpubsub_mode") ?? "sendEvent";
  if (mode.toLowerCase() === "sendevent") return { kind: "sendEvent" };
  if (mode.toLowerCase() !== "sendtogroup") return "webpubsub_mode must be sendEvent or sendToGroup.";
  const group = query.get("group") ?? "";
  if (!isGroupName(group))
    return "webpubsub_mode=sendToGroup requires the parameter group: 1 to 1,024 characters, not blank.";
  const noEcho = (query.get("noEcho") ?? "false").toLowerCase();
  if (noEcho !== "true" && noEcho !== "false") return "noEcho must be true or false.";
  return { kind: "sendToGroup", group, noEcho: noEcho === "true" };
}
