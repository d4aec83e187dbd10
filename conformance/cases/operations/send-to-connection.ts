import { text } from "../../wire/message-bodies.js";
import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { hubCase, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { RECEIVER, sendOf } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const send = sendOf("sendToConnection");
const { must } = casesOf("sendToConnection", { aspect: "parameters", needs: ["state", "sockets"] });

export const sendToConnectionCases: readonly WrittenCase[] = [
  ...frameCases(send),
  ...receiverCases(send, [
    {
      id: "reaches-the-connection",
      requirement: "A message reaches the connection once, and no other connection of its user or group.",
      source: "operation",
      receivers: ["alice"],
    },
    {
      id: "unknown-connection",
      requirement: "Sending to an unknown connection is accepted and delivers nothing.",
      source: "E03",
      path: ({ unknownId }) => ({ connectionId: unknownId }),
      receivers: [],
    },
    {
      id: "filter-holds-nothing-back",
      level: "SHOULD",
      requirement: "An unsupported `filter` parameter is ignored.",
      source: "E30",
      query: () => ({ filter: "userId eq 'bob'" }),
      isUndescribed: true,
      receivers: ["alice"],
    },
    {
      id: "excluded-holds-nothing-back",
      level: "MAY",
      requirement: "An unsupported `excluded` parameter is ignored.",
      source: "operation",
      query: ({ alice }) => ({ excluded: [alice.id] }),
      isUndescribed: true,
      receivers: ["alice"],
    },
    ttlReach(["alice"]),
  ]),
  must(
    "filter-is-not-refused",
    "A request with an unsupported `filter` parameter is accepted.",
    "E30",
    async (context) => {
      const { id } = await context.connect(RECEIVER);
      const values = { path: { connectionId: id }, query: { filter: "userId eq 'alice'" }, body: text("hello") };
      context.expectResponse("sendToConnection", await context.sendRaw("sendToConnection", values), 202);
    },
  ),
  hubCase(send),
  ...timeToLiveCases(send),
  ...mediaTypeCases(send),
  ...metadataCases(send),
];
