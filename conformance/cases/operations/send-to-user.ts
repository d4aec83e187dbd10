import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { hubCase, type Name, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { sendToUser } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import type { WrittenCase } from "../written-case.js";

const OF_THE_USER: readonly Name[] = ["alice", "alice's other connection"];

export const sendToUserCases: readonly WrittenCase[] = [
  ...frameCases(sendToUser),
  ...receiverCases(sendToUser, [
    {
      id: "reaches-the-connections-of-the-user",
      requirement: "A message reaches every connection of the user, each of them once, and no other.",
      source: "operation",
      receivers: OF_THE_USER,
    },
    {
      id: "unknown-user",
      requirement: "A message to a user without a connection is accepted, and nobody gets it.",
      source: "E03",
      path: ({ unknownId }) => ({ userId: unknownId }),
      receivers: [],
    },
    {
      id: "filter-selects-receivers",
      requirement:
        "Only the user's connections that the filter selects receive the message, and nobody else whom it selects.",
      source: "parameter filter",
      query: () => ({ filter: "'room' in groups" }),
      receivers: ["alice"],
    },
    {
      id: "excluded-holds-nothing-back",
      level: "MAY",
      requirement: "An excluded, which the operation does not have, keeps no message from the user's connections.",
      source: "E29",
      query: ({ alice }) => ({ excluded: [alice.id] }),
      isUndescribed: true,
      receivers: OF_THE_USER,
    },
    ttlReach(OF_THE_USER),
  ]),
  hubCase(sendToUser),
  ...timeToLiveCases(sendToUser),
  ...mediaTypeCases(sendToUser),
  ...metadataCases(sendToUser),
];
