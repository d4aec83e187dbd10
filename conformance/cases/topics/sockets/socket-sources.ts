import type { Source } from "../../../description/sources.js";

/** The parts of the description that say something about clients and their sockets. They are few: it describes the REST API. */
export const SOURCES = {
  token: "#/components/schemas/ClientTokenResponse/properties/token",
  user: "#/components/parameters/tokenUserId",
  roles: "#/components/parameters/tokenRole",
  groups: "#/components/parameters/tokenGroup",
  permission: "#/components/parameters/permission",
  json: "#/components/schemas/JsonMessage",
  frames: "E45",
} as const satisfies Readonly<Record<string, Source>>;
