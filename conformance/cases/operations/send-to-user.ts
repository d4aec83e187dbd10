import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { type ClientName, hubCase, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { sendOf } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import type { WrittenCase } from "../written-case.js";

const send = sendOf("sendToUser");

const OF_THE_USER: readonly ClientName[] = ["alice", "alice's second connection"];

export const sendToUserCases: readonly WrittenCase[] = [
  ...frameCases(send),
  ...receiverCases(send, [
    {
      id: "reaches-the-connections-of-the-user",
      requirement: "A message reaches every connection of the user once, and no other connection.",
      source: "operation",
      receivers: OF_THE_USER,
    },
    {
      id: "unknown-user",
      requirement: "Sending to a user without a connection is accepted and delivers nothing.",
      source: "E03",
      path: ({ unknownId }) => ({ userId: unknownId }),
      receivers: [],
    },
    {
      id: "filter-selects-receivers",
      requirement:
        "Only the user's connections that the filter selects receive the message; selected connections of others do not.",
      source: "parameter filter",
      query: () => ({ filter: "'room' in groups" }),
      receivers: ["alice"],
    },
    {
      id: "excluded-holds-nothing-back",
      level: "MAY",
      requirement: "An unsupported `excluded` parameter is ignored.",
      source: "E29",
      query: ({ alice }) => ({ excluded: [alice.id] }),
      isUndescribed: true,
      receivers: OF_THE_USER,
    },
    ttlReach(OF_THE_USER),
  ]),
  hubCase(send),
  ...timeToLiveCases(send),
  ...mediaTypeCases(send),
  ...metadataCases(send),
];
