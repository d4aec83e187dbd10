import {
  checkPermission,
  connectionExists,
  createClient,
  groupExists,
  isServiceHealthy,
  listConnections,
  userExists,
} from "webpubsub-fetch";
import { type Check, equal } from "./check.js";

const GROUP = "/api/hubs/{hub}/groups/{group}";

export const existenceChecks: Check[] = [
  {
    name: "returns the status 200 from HEAD for a group that exists, and 404 for one that does not",
    async run({ hub, call, connectionString }) {
      await call("connect", { hub, groups: ["lobby"] });
      const client = createClient(connectionString);
      const found = await client.HEAD(GROUP, { params: { path: { hub, group: "lobby" } } });
      equal([found.response.status, found.error], [200, undefined], "The response for the group that exists");
      const missing = await client.HEAD(GROUP, { params: { path: { hub, group: "nobody" } } });
      const expected = [404, "Warning.Group.NotExisted"];
      equal([missing.response.status, missing.error?.code], expected, "The response for the group that does not");
    },
  },
  {
    name: "returns true or false from each existence helper",
    async run({ hub, call, connectionString }) {
      const { connectionId } = await call("connect", { hub, userId: "alice", groups: ["lobby"] });
      const client = createClient(connectionString);
      const permission = "sendToGroup";
      const results = await Promise.all([
        isServiceHealthy(client),
        connectionExists(client, { hub, connectionId }),
        connectionExists(client, { hub, connectionId: "nobody" }),
        groupExists(client, { hub, group: "lobby" }),
        groupExists(client, { hub, group: "nobody" }),
        userExists(client, { hub, userId: "alice" }),
        userExists(client, { hub, userId: "nobody" }),
        checkPermission(client, { hub, permission, connectionId, targetName: "lobby" }),
      ]);
      equal(results, [true, true, false, true, false, true, false, false], "The results");
    },
  },
  {
    name: "lists members over several pages, and continues from a continuation token",
    async run({ hub, call, connectionString }) {
      const group = "lobby";
      const connected = await Promise.all(
        [1, 2, 3, 4, 5].map((number) => call("connect", { hub, userId: `user-${number}`, groups: [group] })),
      );
      const all = connected.map(({ connectionId }) => connectionId).sort();
      const client = createClient(connectionString);
      const listing = listConnections(client, { hub, group, maxPageSize: 2 });
      const listed: string[] = [];
      for await (const { connectionId } of listing) listed.push(connectionId);
      equal(listed.sort(), all, "All members");
      equal((await call("requests", { hub, count: 3 })).length, 3, "The number of pages");

      const parts: string[] = [];
      let continuationToken: string | undefined;
      for await (const page of listing.byPage()) {
        parts.push(...page.members.map(({ connectionId }) => connectionId));
        continuationToken = page.continuationToken;
        break;
      }
      for await (const { members } of listing.byPage({ continuationToken })) {
        parts.push(...members.map(({ connectionId }) => connectionId));
      }
      equal(parts.sort(), all, "The members of the first page and those from the second page on");
    },
  },
];
