import { text } from "../../wire/message-bodies.js";
import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { type ClientName, excludedReaches, hubCase, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { RECEIVER, sendOf } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const send = sendOf("sendToGroup");
const { should } = casesOf("sendToGroup", { aspect: "effects", needs: ["state", "sockets"] });

const MEMBERS: readonly ClientName[] = ["alice", "bob", "anonymous"];

export const sendToGroupCases: readonly WrittenCase[] = [
  ...frameCases(send),
  ...receiverCases(send, [
    {
      id: "reaches-the-members",
      requirement: "A message reaches every member of the group once, and no other connection.",
      source: "operation",
      receivers: MEMBERS,
    },
    {
      id: "group-that-nobody-is-in",
      requirement: "Sending to a group without members is accepted and delivers nothing.",
      source: "E03",
      path: ({ unknownId }) => ({ group: unknownId }),
      receivers: [],
    },
    ...excludedReaches(MEMBERS),
    {
      id: "filter-selects-receivers",
      requirement:
        "Only the members that the filter selects receive the message; selected connections outside the group do not.",
      source: "parameter filter",
      query: () => ({ filter: "userId eq 'alice'" }),
      receivers: ["alice"],
    },
    {
      id: "filter-and-excluded-both-apply",
      level: "SHOULD",
      requirement: "`filter` and `excluded` both apply: a message reaches the selected members that are not excluded.",
      source: "parameter filter",
      query: ({ alice }) => ({ filter: "userId ne null", excluded: [alice.id] }),
      receivers: ["bob"],
    },
    ttlReach(MEMBERS),
  ]),
  hubCase(send),
  should(
    "no-user-sends",
    "A message that a server sends to a group has no fromUserId.",
    "operation",
    async (context) => {
      const member = await context.connect(RECEIVER);
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      const [frame] = await context.received(member);
      context.expectFrame(frame, { type: "message", data: "hello" });
      const { fromUserId = null } = frame as { fromUserId?: unknown };
      context.expectEqual("fromUserId", fromUserId, null);
    },
  ),
  ...timeToLiveCases(send),
  ...mediaTypeCases(send),
  ...metadataCases(send),
];
