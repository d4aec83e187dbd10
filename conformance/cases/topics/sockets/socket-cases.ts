import type { Topic } from "../../case.js";
import type { WrittenCase } from "../../written-case.js";
import { badFrameCases } from "./bad-frame-cases.js";
import { clientRequestCases } from "./client-request-cases.js";
import { groupMessageCases } from "./group-message-cases.js";
import { handshakeCases } from "./handshake-cases.js";
import { identityCases } from "./identity-cases.js";
import { reliableCases } from "./reliable-client-cases.js";
import { simpleClientCases } from "./simple-client-cases.js";

/** The cases of what clients send and receive, which belong to no operation. */
export const socketCases = {
  handshake: handshakeCases,
  identity: identityCases,
  "client requests": clientRequestCases,
  "group messages": groupMessageCases,
  "bad frames": badFrameCases,
  "simple clients": simpleClientCases,
  "reliable clients": reliableCases,
} satisfies { readonly [topic in Topic]?: readonly WrittenCase[] };
