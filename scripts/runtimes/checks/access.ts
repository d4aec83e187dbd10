import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { entraToken } from "./entra-token.js";

const SEND = "/api/hubs/{hub}/:send";

export const access: Check[] = [
  {
    name: "a client connects with the token that an access key signed",
    async run({ hub, ask, connectionString }) {
      const client = createClient(connectionString);
      const { url } = await getClientAccessToken(client, { hub, userId: "alice 🎈", groups: ["lobby"] });
      const { socket } = await ask("connect", { url });
      const params = { path: { hub, group: "lobby" } };
      await client.POST("/api/hubs/{hub}/groups/{group}/:send", { params, ...text("to the group") });
      const found = await client.HEAD("/api/hubs/{hub}/users/{userId}", {
        params: { path: { hub, userId: "alice 🎈" } },
      });
      equal(found.response.status, 200, "The status of the user");
      equal(await ask("received", { socket, count: 1 }), [{ text: "to the group" }], "What arrived");
    },
  },
  {
    name: "a credential is asked once by many, and does for requests and clients' tokens",
    async run({ hub, ask, endpoint }) {
      let asked = 0;
      const credential = {
        async getToken() {
          asked += 1;
          const expiresOnTimestamp = Date.now() + 3_600_000;
          return { token: entraToken(expiresOnTimestamp), expiresOnTimestamp };
        },
      };
      const client = createClient({ endpoint, credential });
      const { url } = await getClientAccessToken(client, { hub, userId: "alice" });
      const { socket } = await ask("connect", { url });
      const messages = ["1", "2", "3", "4"];
      const sends = messages.map((message) => client.POST(SEND, { params: { path: { hub } }, ...text(message) }));
      const statuses = (await Promise.all(sends)).map(({ response }) => response.status);
      equal(statuses, [202, 202, 202, 202], "The statuses");
      const arrived = (await ask("received", { socket, count: 4 })).map((frame) => ("text" in frame ? frame.text : ""));
      equal(arrived.sort(), messages, "What arrived");
      const principals = (await ask("requests", { hub, count: 5 })).map(({ principal }) => principal);
      equal(principals, Array(5).fill("entra"), "Who the requests were from");
      equal(asked, 1, "How often the credential was asked");
    },
  },
  {
    name: "an access key that is exchanged is used from then on",
    async run({ hub, endpoint, accessKey }) {
      const keys = ["one-that-was-regenerated-since-0123456789", accessKey];
      const client = createClient({ endpoint, accessKey: async () => keys.shift() ?? accessKey });
      const send = () => client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      equal([(await send()).response.status, (await send()).response.status], [401, 202], "The statuses");
    },
  },
];
