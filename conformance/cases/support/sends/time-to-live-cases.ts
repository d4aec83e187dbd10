import { text } from "../../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type SocketClient } from "../../../wire/socket-client.js";
import type { CaseContext } from "../../case-context.js";
import { kebab } from "../../case-ids.js";
import type { WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** Less than the 30 seconds for which a reliable connection can be recovered. */
const AWAY = 20;

interface TimeToLive {
  readonly id: string;
  readonly requirement: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly isKept: boolean;
}

const TIMES: readonly TimeToLive[] = [
  {
    id: "kept-within-its-time-to-live",
    requirement: "A message that a client has not taken is kept for it while its time to live lasts.",
    query: { messageTtlSeconds: AWAY + 60 },
    isKept: true,
  },
  {
    id: "dropped-after-its-time-to-live",
    requirement:
      "A message that a client has not taken within its time to live is dropped, and what comes later is not.",
    query: { messageTtlSeconds: AWAY / 2 },
    isKept: false,
  },
  {
    id: "kept-with-a-time-to-live-of-0",
    requirement: "A message with a time to live of 0 does not expire.",
    query: { messageTtlSeconds: 0 },
    isKept: true,
  },
  {
    id: "kept-without-a-time-to-live",
    requirement: "A message without a time to live does not expire.",
    query: {},
    isKept: true,
  },
];

/** What becomes of a message for a client whose socket is lost when it is sent. */
export function timeToLiveCases({ operation, path }: Send): WrittenCase[] {
  return TIMES.map(({ id, requirement, query, isKept }) => ({
    id: `${kebab(operation)}/${id}`,
    operation,
    aspect: "parameters",
    level: "MUST",
    requirement,
    source: "parameter messageTtlSeconds",
    needs: ["state", "sockets", "clock"],
    async run(context) {
      const client = await context.connect({ ...RECEIVER, protocol: RELIABLE_PROTOCOL });
      client.terminate();
      await context.expectAccepted(operation, { path: path(client), query, body: text("first") });
      await context.target.advance?.(AWAY);
      await context.expectAccepted(operation, { path: path(client), body: text("second") });
      const again = await recover(context, client);
      const frames = await context.received(again, operation);
      const expected = isKept ? ["first", "second"] : ["second"];
      for (const data of expected) context.expectFrame(frames.shift(), { type: "message", dataType: "text", data });
      context.expectNothing(frames, "the recovered client, after its messages");
    },
  }));
}

function recover(context: CaseContext, { id, reconnectionToken }: SocketClient): Promise<SocketClient> {
  return context.connect({
    name: "recovered client",
    protocol: RELIABLE_PROTOCOL,
    query: { awps_connection_id: id, awps_reconnection_token: reconnectionToken },
  });
}
