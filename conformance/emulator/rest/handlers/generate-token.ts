import { signClientToken } from "../../authentication/index.js";
import { JSON_HEADERS } from "../response/rest-response.js";
import { type Handler, list } from "./handler.js";

const DEFAULT_MINUTES = 60;

/** Returns a client token, signed with the access key of the emulator. */
export const generateClientToken: Handler = (call) => {
  const { userId, minutesToExpire, clientType } = call.values as {
    userId?: string;
    minutesToExpire?: number;
    clientType?: string;
  };
  const { origin } = new URL(call.address);
  const path = clientType === "MQTT" ? `/clients/mqtt/hubs/${call.hub.name}` : `/client/hubs/${call.hub.name}`;
  const token = signClientToken({
    accessKey: call.context.accessKey,
    audience: `${origin}${path}`,
    ...(userId !== undefined && { userId }),
    roles: list(call, "role"),
    groups: list(call, "group"),
    expiresInSeconds: (minutesToExpire ?? DEFAULT_MINUTES) * 60,
    now: call.context.clock.now(),
  });
  return { status: 200, listsApiVersions: true, chunked: true, headers: JSON_HEADERS, body: { token } };
};
