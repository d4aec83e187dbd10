import type { WrittenCase } from "../written-case.js";
import { badFrameCases } from "./sockets/bad-frames.js";
import { groupMessageCases } from "./sockets/group-messages.js";
import { handshakeCases } from "./sockets/handshake.js";
import { identityCases } from "./sockets/identity.js";
import { rawClientCases } from "./sockets/raw-clients.js";
import { reliableCases } from "./sockets/reliable.js";
import { requestCases } from "./sockets/requests.js";

/** What clients say and hear, which is of no operation. */
export const socketCases: readonly WrittenCase[] = [
  ...handshakeCases,
  ...identityCases,
  ...requestCases,
  ...groupMessageCases,
  ...badFrameCases,
  ...rawClientCases,
  ...reliableCases,
];
