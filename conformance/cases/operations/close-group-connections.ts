import {
  type Closing,
  closeCases,
  excludedCases,
  expectClosed,
  expectKept,
  rawClientCase,
} from "../support/close-cases.js";
import type { WrittenCase } from "../written-case.js";

const closing: Closing = {
  operation: "closeGroupConnections",
  whose: "every connection in the group",
  closed: [{ groups: ["room"] }, { userId: "ada", groups: ["hall", "room"] }],
  kept: [{ groups: ["hall"] }, { userId: "ada" }],
  path: () => ({ group: "room" }),
};

export const closeGroupConnectionsCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  ...excludedCases(closing),
  rawClientCase(closing),
  {
    id: "close-group-connections/members-of-now",
    operation: "closeGroupConnections",
    aspect: "effects",
    level: "MUST",
    requirement: "A connection that was added to the group since it connected is closed; one that was removed is not.",
    source: "operation",
    needs: ["state", "sockets"],
    async run(stage) {
      const added = await stage.connect({ name: "added" });
      const removed = await stage.connect({ name: "removed", groups: ["room"] });
      await stage.accept("addConnectionToGroup", { path: { group: "room", connectionId: added.id } });
      await stage.accept("removeConnectionFromGroup", { path: { group: "room", connectionId: removed.id } });
      await stage.accept("closeGroupConnections", { path: { group: "room" } });
      await expectClosed(stage, added);
      await expectKept(stage, removed);
    },
  },
  {
    id: "close-group-connections/group-is-gone",
    operation: "closeGroupConnections",
    aspect: "effects",
    level: "MUST",
    requirement: "A group whose connections are all closed does not exist any more.",
    source: "operation",
    needs: ["state", "sockets"],
    async run(stage) {
      const path = { group: "room" };
      const client = await stage.connect({ groups: ["room"] });
      await stage.accept("groupExists", { path });
      await stage.accept("closeGroupConnections", { path });
      await expectClosed(stage, client);
      await stage.notFound("groupExists", { path }, "Warning.Group.NotExisted");
    },
  },
  {
    id: "close-group-connections/unknown-group",
    operation: "closeGroupConnections",
    aspect: "responses",
    level: "MUST",
    requirement: "A group that does not exist is answered as any other.",
    source: "response 204",
    needs: ["state"],
    async run(stage) {
      await stage.accept("closeGroupConnections", { path: { group: "nowhere" } });
    },
  },
];
