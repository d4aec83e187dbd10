import type { Topic } from "../../case.js";
import type { WrittenCase } from "../../written-case.js";
import { badFrameCases } from "./bad-frame-cases.js";
import { requestCases } from "./client-request-cases.js";
import { groupMessageCases } from "./group-message-cases.js";
import { handshakeCases } from "./handshake-cases.js";
import { identityCases } from "./identity-cases.js";
import { reliableCases } from "./reliable-client-cases.js";
import { rawClientCases } from "./simple-client-cases.js";

/** What clients send and receive, which is of no operation. */
export const socketCases = {
  handshake: handshakeCases,
  identity: identityCases,
  "client requests": requestCases,
  "group messages": groupMessageCases,
  "bad frames": badFrameCases,
  "simple clients": rawClientCases,
  "reliable clients": reliableCases,
} satisfies { readonly [topic in Topic]?: readonly WrittenCase[] };
