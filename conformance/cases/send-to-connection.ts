import type { WrittenCase } from "../written-case.js";
import { text } from "./messages.js";
import { frameCases } from "./sends/frames.js";
import { mediaTypeCases } from "./sends/media-types.js";
import { metadataCases } from "./sends/metadata.js";
import { hubCase, receiverCases, ttlReach } from "./sends/receivers.js";
import { RECEIVER, sendToConnection } from "./sends/send.js";
import { timeToLiveCases } from "./sends/time-to-live.js";

export const sendToConnectionCases: readonly WrittenCase[] = [
  ...frameCases(sendToConnection),
  ...receiverCases(sendToConnection, [
    {
      id: "reaches-the-connection",
      requirement: "A message reaches the connection and no other, not even one of the same user or group.",
      source: "operation",
      receivers: ["ada"],
    },
    {
      id: "unknown-connection",
      requirement: "A message to a connection that there is not is accepted, and nobody gets it.",
      source: "E03",
      path: ({ unknownId }) => ({ connectionId: unknownId }),
      receivers: [],
    },
    {
      id: "filter-holds-nothing-back",
      level: "SHOULD",
      requirement: "A filter, which the operation does not have, keeps no message from the connection.",
      source: "E30",
      query: () => ({ filter: "userId eq 'bob'" }),
      isUndescribed: true,
      receivers: ["ada"],
    },
    {
      id: "excluded-holds-nothing-back",
      level: "MAY",
      requirement: "An excluded, which the operation does not have, keeps no message from the connection.",
      source: "operation",
      query: ({ ada }) => ({ excluded: [ada.id] }),
      isUndescribed: true,
      receivers: ["ada"],
    },
    ttlReach(["ada"]),
  ]),
  {
    id: "send-to-connection/filter-is-not-refused",
    operation: "sendToConnection",
    aspect: "parameters",
    level: "MUST",
    requirement: "A request with a filter, which the operation does not have, is accepted.",
    source: "E30",
    needs: ["state", "sockets"],
    async run(stage) {
      const { id } = await stage.connect(RECEIVER);
      const values = { path: { connectionId: id }, query: { filter: "userId eq 'ada'" }, body: text("hello") };
      stage.expectResponse("sendToConnection", await stage.sendRaw("sendToConnection", values), 202);
    },
  },
  hubCase(sendToConnection),
  ...timeToLiveCases(sendToConnection),
  ...mediaTypeCases(sendToConnection),
  ...metadataCases(sendToConnection),
];
