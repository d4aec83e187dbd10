import { Process } from "../bench/child-process.js";
import type { Figure } from "../bench/result-row.js";
import { rounds } from "../bench/rounds.js";
import { MESSAGE, type SideName } from "./compared-clients.js";
import { versionOf } from "./installed-version.js";
import type { ClientProcess, Sent } from "./process-messages.js";
import type { Bench } from "./setup.js";

type PeerName = Exclude<SideName, "ours">;
type Major = Bench["nodes"][number]["major"];

/** The most of a peer's CPU that ours may take, by the version of Node.js. */
const PEERS: Record<PeerName, { readonly name: string; readonly most: { readonly [major in Major]?: number } }> = {
  azure: { name: `@azure/web-pubsub ${versionOf("@azure/web-pubsub")}`, most: { 20: 1 / 8, 24: 1 / 3 } },
  fetchKeyObject: { name: "`fetch`, signed with a KeyObject", most: { 20: 1 / 3 } },
  fetchString: { name: "`fetch`, signed with the key as a string", most: {} },
  openapiFetch: { name: `openapi-fetch ${versionOf("openapi-fetch")}, signed with the key as a string`, most: {} },
  pool: { name: `the bare pool of undici ${versionOf("undici")}, unsigned`, most: { 20: 2.5, 24: 2.5 } },
};
const SIDE_NAMES: readonly SideName[] = ["ours", ...(Object.keys(PEERS) as PeerName[])];

const ROUNDS = 15;
/** Of a side in a round, in milliseconds. */
const LASTS = 400;
/** Before the first round: until then code is compiled, and connections are made. */
const WARM_UP = 3000;

/** What a send takes, with 16 on their way at any time. */
export async function sends({ built, nodes, server, progress }: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { major, path } of nodes) {
    const clients = {} as Record<SideName, Process<ClientProcess>>;
    for (const side of SIDE_NAMES) {
      progress(`sends on Node.js ${major}: starting ${side}`);
      const client = new Process<ClientProcess>(built.path("client-process"), { node: path });
      clients[side] = client;
      await client.ask("start", { side, endpoint: await server.ask("endpoint") });
      check(side, await server.ask("last"));
      await client.ask("sendFor", WARM_UP);
    }
    let done = 0;
    const sent = await rounds(SIDE_NAMES, ROUNDS, async (side) => {
      progress(`sends on Node.js ${major}: ${++done} of ${ROUNDS * SIDE_NAMES.length}`);
      return clients[side].ask("sendFor", LASTS);
    });
    await Promise.all(Object.values(clients).map((client) => client.end()));
    figures.push(...figuresOf(sent, major));
  }
  return figures;
}

function figuresOf(sent: Record<SideName, Sent[]>, major: Major): Figure[] {
  const cpu = (side: SideName) => sent[side].map(({ sends, cpu }) => (cpu * 1000) / sends);
  const rate = (side: SideName) => sent[side].map(({ sends, took }) => (sends * 1000) / took);
  return (Object.keys(PEERS) as PeerName[]).flatMap((peer): Figure[] => {
    const { name, most } = PEERS[peer];
    const bound = most[major];
    const where = `beside ${name}, Node.js ${major}`;
    return [
      {
        name: `CPU per send ${where}`,
        unit: "µs",
        mine: cpu("ours"),
        peer: cpu(peer),
        ...(bound !== undefined && { target: { of: "ratio", most: bound } }),
      },
      {
        name: `sends per second ${where}`,
        unit: "/s",
        mine: rate("ours"),
        peer: rate(peer),
        ...(bound !== undefined && { target: { of: "ratio", least: 1 / bound } }),
      },
    ];
  });
}

/** Whoever sent something else, or nothing, would look faster than it is. @throws {Error} */
function check(side: SideName, request: string): void {
  const [head = "", body = ""] = request.split("\r\n\r\n");
  const same =
    head.startsWith("POST /api/hubs/bench/groups/lobby/:send?api-version=2024-12-01 HTTP/1.1\r\n") &&
    /^content-type: application\/json/im.test(head) &&
    (side === "pool" || /^authorization: Bearer \S+$/im.test(head)) &&
    body === JSON.stringify(MESSAGE);
  if (!same) throw new Error(`The request of ${side} is not as those of the others:\n${request}`);
}
