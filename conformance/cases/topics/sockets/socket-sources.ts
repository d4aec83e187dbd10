/** Where the description says something of clients and their sockets: it is of the REST API, and says little. */
import type { Source } from "../../../description/sources.js";
export const SOURCES = {
  token: "#/components/schemas/ClientTokenResponse/properties/token",
  user: "#/components/parameters/tokenUserId",
  roles: "#/components/parameters/tokenRole",
  groups: "#/components/parameters/tokenGroup",
  permission: "#/components/parameters/permission",
  json: "#/components/schemas/JsonMessage",
  frames: "E45",
} as const satisfies Readonly<Record<string, Source>>;
