import type { WrittenCase } from "../../written-case.js";
import { badFrameCases } from "./bad-frame-cases.js";
import { requestCases } from "./client-request-cases.js";
import { groupMessageCases } from "./group-message-cases.js";
import { handshakeCases } from "./handshake-cases.js";
import { identityCases } from "./identity-cases.js";
import { reliableCases } from "./reliable-client-cases.js";
import { rawClientCases } from "./simple-client-cases.js";

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
