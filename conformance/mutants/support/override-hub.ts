import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";

type HubMethods = Pick<Call["hub"], "join" | "leave" | "leaveAll" | "send" | "close">;

/**
 * Handles a call while some methods of its hub are overridden.
 *
 * @param override sets methods of the hub; it also gets the original ones, which are restored after the call
 */
export function withHubOverrides(
  call: Call,
  handler: Handler,
  override: (hub: Call["hub"], original: HubMethods) => void,
): RestResponse {
  const { hub } = call;
  const original: HubMethods = {
    join: hub.join.bind(hub),
    leave: hub.leave.bind(hub),
    leaveAll: hub.leaveAll.bind(hub),
    send: hub.send.bind(hub),
    close: hub.close.bind(hub),
  };
  try {
    override(hub, original);
    return handler(call);
  } finally {
    Object.assign(hub, original);
  }
}
