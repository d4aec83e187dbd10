import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { entraToken } from "./entra-token.js";

const SEND = "/api/hubs/{hub}/:send";

export const access: Check[] = [
  {
    name: "connects a client with a token signed with the access key",
    async run({ hub, call, connectionString }) {
      const client = createClient(connectionString);
      const { url } = await getClientAccessToken(client, { hub, userId: "alice 🎈", groups: ["lobby"] });
      const { socket } = await call("connect", { url });
      const params = { path: { hub, group: "lobby" } };
      await client.POST("/api/hubs/{hub}/groups/{group}/:send", { params, ...text("to the group") });
      const found = await client.HEAD("/api/hubs/{hub}/users/{userId}", {
        params: { path: { hub, userId: "alice 🎈" } },
      });
      equal(found.response.status, 200, "The status of the user");
      equal(await call("received", { socket, count: 1 }), [{ text: "to the group" }], "What arrived");
    },
  },
  {
    name: "gets one token of a credential for concurrent requests and client tokens",
    async run({ hub, call, endpoint }) {
      let calls = 0;
      const credential = {
        async getToken() {
          calls += 1;
          const expiresOnTimestamp = Date.now() + 3_600_000;
          return { token: entraToken(expiresOnTimestamp), expiresOnTimestamp };
        },
      };
      const client = createClient({ endpoint, credential });
      const { url } = await getClientAccessToken(client, { hub, userId: "alice" });
      const { socket } = await call("connect", { url });
      const messages = ["1", "2", "3", "4"];
      const sends = messages.map((message) => client.POST(SEND, { params: { path: { hub } }, ...text(message) }));
      const statuses = (await Promise.all(sends)).map(({ response }) => response.status);
      equal(statuses, [202, 202, 202, 202], "The statuses");
      const arrived = (await call("received", { socket, count: 4 })).map((frame) =>
        "text" in frame ? frame.text : "",
      );
      equal(arrived.sort(), messages, "What arrived");
      const principals = (await call("requests", { hub, count: 5 })).map(({ principal }) => principal);
      equal(principals, Array(5).fill("entra"), "The principals of the requests");
      equal(calls, 1, "The number of calls of getToken");
    },
  },
  {
    name: "signs with the new access key after a rotation",
    async run({ hub, endpoint, accessKey }) {
      const keys = ["the-key-before-the-rotation-0123456789", accessKey];
      const client = createClient({ endpoint, accessKey: async () => keys.shift() ?? accessKey });
      const send = () => client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      equal([(await send()).response.status, (await send()).response.status], [401, 202], "The statuses");
    },
  },
];
