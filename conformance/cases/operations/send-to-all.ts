import { text } from "../../wire/message-bodies.js";
import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { type ClientName, excludedReaches, hubCase, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { sendOf } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const send = sendOf("sendToAll");
const { must } = casesOf("sendToAll", { aspect: "responses", needs: ["state"] });

const ALL_RECEIVERS: readonly ClientName[] = ["alice", "alice's second connection", "bob", "anonymous"];

export const sendToAllCases: readonly WrittenCase[] = [
  ...frameCases(send),
  ...receiverCases(send, [
    {
      id: "reaches-every-connection",
      requirement: "A message reaches every connection of the hub once.",
      source: "operation",
      receivers: ALL_RECEIVERS,
    },
    ...excludedReaches(ALL_RECEIVERS),
    {
      id: "filter-selects-receivers",
      requirement: "Only the connections that the filter selects receive the message.",
      source: "parameter filter",
      query: () => ({ filter: "userId eq 'alice'" }),
      receivers: ["alice", "alice's second connection"],
    },
    {
      id: "filter-and-excluded-both-apply",
      level: "SHOULD",
      requirement:
        "`filter` and `excluded` both apply: a message reaches the selected connections that are not excluded.",
      source: "parameter filter",
      query: ({ alice, bob }) => ({ filter: "userId eq 'alice'", excluded: [alice.id, bob.id] }),
      receivers: ["alice's second connection"],
    },
    ttlReach(ALL_RECEIVERS),
  ]),
  hubCase(send),
  must(
    "nobody-there",
    "Sending to a hub without connections succeeds.",
    "E03",
    async (context) => void (await context.expectAccepted("sendToAll", { body: text("hello") })),
  ),
  ...timeToLiveCases(send),
  ...mediaTypeCases(send),
  ...metadataCases(send),
];
