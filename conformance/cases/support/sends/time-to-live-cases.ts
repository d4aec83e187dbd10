import { text } from "../../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type SocketClient } from "../../../wire/socket-client.js";
import type { CaseContext } from "../../case-context.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** Less than the 30 seconds for which a reliable connection can be recovered. */
const SECONDS_AWAY = 20;

interface TimeToLive {
  readonly id: string;
  readonly requirement: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly isKept: boolean;
}

const TIMES_TO_LIVE: readonly TimeToLive[] = [
  {
    id: "kept-within-its-time-to-live",
    requirement: "A message is buffered for a disconnected reliable client until its time to live expires.",
    query: { messageTtlSeconds: SECONDS_AWAY + 60 },
    isKept: true,
  },
  {
    id: "dropped-after-its-time-to-live",
    requirement: "A buffered message is dropped when its time to live expires; later messages are not.",
    query: { messageTtlSeconds: SECONDS_AWAY / 2 },
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

/** The cases of messages to a reliable client that has lost its socket. */
export function timeToLiveCases({ operation, path }: Send): WrittenCase[] {
  const { must } = casesOf(operation, { aspect: "parameters", needs: ["state", "sockets", "clock"] });
  return TIMES_TO_LIVE.map(({ id, requirement, query, isKept }) =>
    must(id, requirement, "parameter messageTtlSeconds", async (context) => {
      const client = await context.connect({ ...RECEIVER, protocol: RELIABLE_PROTOCOL });
      client.terminate();
      await context.expectAccepted(operation, { path: path(client), query, body: text("first") });
      await context.target.advance?.(SECONDS_AWAY);
      await context.expectAccepted(operation, { path: path(client), body: text("second") });
      const recovered = await reconnect(context, client);
      const frames = await context.received(recovered, operation);
      const expected = isKept ? ["first", "second"] : ["second"];
      for (const data of expected) context.expectFrame(frames.shift(), { type: "message", dataType: "text", data });
      context.expectNothing(frames, "the recovered client, after its messages");
    }),
  );
}

function reconnect(context: CaseContext, { id, reconnectionToken }: SocketClient): Promise<SocketClient> {
  return context.connect({
    name: "recovered client",
    protocol: RELIABLE_PROTOCOL,
    query: { awps_connection_id: id, awps_reconnection_token: reconnectionToken },
  });
}
