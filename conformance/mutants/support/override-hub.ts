import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";

type HubMethods = Pick<Call["hub"], "join" | "leave" | "leaveAll" | "send" | "close">;

/**
 * Does what an operation does, while its hub does something in another way.
 *
 * @param change given the hub, and what it does rightly
 */
export function withHubOverrides(
  call: Call,
  handler: Handler,
  change: (hub: Call["hub"], right: HubMethods) => void,
): RestResponse {
  const { hub } = call;
  const right: HubMethods = {
    join: hub.join.bind(hub),
    leave: hub.leave.bind(hub),
    leaveAll: hub.leaveAll.bind(hub),
    send: hub.send.bind(hub),
    close: hub.close.bind(hub),
  };
  try {
    change(hub, right);
    return handler(call);
  } finally {
    Object.assign(hub, right);
  }
}
