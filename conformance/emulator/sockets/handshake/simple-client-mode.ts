import { isGroupName } from "../../name-rules.js";

/** What the frames of a raw client are. */
export type SimpleClientMode =
  | { readonly kind: "sendEvent" }
  | { readonly kind: "sendToGroup"; readonly group: string; readonly noEcho: boolean };

/**
 * Reads `webpubsub_mode`, and for `sendToGroup` also `group` and `noEcho` (`true` or `false`, which is the default).
 *
 * @returns text: why that is no mode
 */
export function readSimpleClientMode(query: URLSearchParams): SimpleClientMode | string {
  const mode = query.get("webpubsub_mode") ?? "sendEvent";
  if (mode.toLowerCase() === "sendevent") return { kind: "sendEvent" };
  if (mode.toLowerCase() !== "sendtogroup") return "webpubsub_mode is sendEvent or sendToGroup.";
  const group = query.get("group") ?? "";
  if (!isGroupName(group))
    return "webpubsub_mode=sendToGroup needs a group: 1 to 1024 characters, not only white space.";
  const noEcho = (query.get("noEcho") ?? "false").toLowerCase();
  if (noEcho !== "true" && noEcho !== "false") return "noEcho is true or false.";
  return { kind: "sendToGroup", group, noEcho: noEcho === "true" };
}
