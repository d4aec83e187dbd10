import { text } from "../../wire/message-bodies.js";
import { mediaTypeCases } from "../support/sends/media-type-cases.js";
import { metadataCases } from "../support/sends/metadata-cases.js";
import { frameCases } from "../support/sends/received-frame-cases.js";
import { excludedReaches, hubCase, type Name, receiverCases, ttlReach } from "../support/sends/receiver-cases.js";
import { RECEIVER, sendToGroup } from "../support/sends/send-operations.js";
import { timeToLiveCases } from "../support/sends/time-to-live-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { should } = casesOf("sendToGroup", { aspect: "effects", needs: ["state", "sockets"] });

const MEMBERS: readonly Name[] = ["alice", "bob", "anonymous"];

export const sendToGroupCases: readonly WrittenCase[] = [
  ...frameCases(sendToGroup),
  ...receiverCases(sendToGroup, [
    {
      id: "reaches-the-members",
      requirement: "A message reaches every connection in the group, each of them once, and no other.",
      source: "operation",
      receivers: MEMBERS,
    },
    {
      id: "group-that-nobody-is-in",
      requirement: "A message to a group that nobody is in is accepted, and nobody gets it.",
      source: "E03",
      path: ({ unknownId }) => ({ group: unknownId }),
      receivers: [],
    },
    ...excludedReaches(MEMBERS),
    {
      id: "filter-selects-receivers",
      requirement: "Only the members that the filter selects receive the message, and nobody else whom it selects.",
      source: "parameter filter",
      query: () => ({ filter: "userId eq 'alice'" }),
      receivers: ["alice"],
    },
    {
      id: "filter-and-excluded-both-apply",
      level: "SHOULD",
      requirement: "Who receives a message is selected by the filter and not excluded.",
      source: "operation",
      query: ({ alice }) => ({ filter: "userId ne null", excluded: [alice.id] }),
      receivers: ["bob"],
    },
    ttlReach(MEMBERS),
  ]),
  hubCase(sendToGroup),
  should(
    "no-user-sends",
    "A message that the API sends to a group is told to be from no user.",
    "operation",
    async (context) => {
      const member = await context.connect(RECEIVER);
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      const [frame] = await context.received(member);
      context.expectFrame(frame, { type: "message", data: "hello" });
      const { fromUserId = null } = frame as { fromUserId?: unknown };
      context.expect(
        fromUserId === null,
        `fromUserId is ${JSON.stringify(fromUserId)}, and should be null or missing.`,
      );
    },
  ),
  ...timeToLiveCases(sendToGroup),
  ...mediaTypeCases(sendToGroup),
  ...metadataCases(sendToGroup),
];
