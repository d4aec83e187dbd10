import { text } from "../../wire/message-bodies.js";
import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { excludedReaches, hubCase, type Name, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { sendToAll } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("sendToAll", { aspect: "responses", needs: ["state"] });

const ALL_RECEIVERS: readonly Name[] = ["alice", "alice's other connection", "bob", "anonymous"];

export const sendToAllCases: readonly WrittenCase[] = [
  ...frameCases(sendToAll),
  ...receiverCases(sendToAll, [
    {
      id: "reaches-every-connection",
      requirement: "A message reaches every connection of the hub, and each of them once.",
      source: "operation",
      receivers: ALL_RECEIVERS,
    },
    ...excludedReaches(ALL_RECEIVERS),
    {
      id: "filter-selects-receivers",
      requirement: "Only the connections that the filter selects receive the message.",
      source: "parameter filter",
      query: () => ({ filter: "userId eq 'alice'" }),
      receivers: ["alice", "alice's other connection"],
    },
    {
      id: "filter-and-excluded-both-apply",
      level: "SHOULD",
      requirement: "Who receives a message is selected by the filter and not excluded.",
      source: "operation",
      query: ({ alice, bob }) => ({ filter: "userId eq 'alice'", excluded: [alice.id, bob.id] }),
      receivers: ["alice's other connection"],
    },
    ttlReach(ALL_RECEIVERS),
  ]),
  hubCase(sendToAll),
  must(
    "nobody-there",
    "A message to a hub without connections is accepted.",
    "E03",
    async (context) => void (await context.expectAccepted("sendToAll", { body: text("hello") })),
  ),
  ...timeToLiveCases(sendToAll),
  ...mediaTypeCases(sendToAll),
  ...metadataCases(sendToAll),
];
