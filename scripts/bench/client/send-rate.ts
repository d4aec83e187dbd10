import { latestApiVersion } from "../../../generated/versions.js";
import { Process } from "../child-process.js";
import type { Measurement } from "../measurement.js";
import { rounds } from "../rounds.js";
import { type ClientName, MESSAGE } from "./compared-clients.js";
import { installedVersion } from "./installed-version.js";
import type { ClientProcess, Sent } from "./process-messages.js";
import type { ClientBenchmark } from "./setup.js";

type ReferenceName = Exclude<ClientName, "ours" | "functions">;
type Major = ClientBenchmark["nodes"][number]["major"];

/** What ours is compared with. `maxRatio`: the largest share of its CPU time that ours may take, by version of Node.js. */
const REFERENCES: Record<
  ReferenceName,
  { readonly name: string; readonly maxRatio: { readonly [major in Major]?: number } }
> = {
  azure: { name: `@azure/web-pubsub ${installedVersion("@azure/web-pubsub")}`, maxRatio: { 20: 1 / 10, 24: 1 / 3 } },
  fetchKeyObject: { name: "`fetch`, signed with a KeyObject", maxRatio: { 20: 1 / 3 } },
  fetchString: { name: "`fetch`, signed with the key as a string", maxRatio: {} },
  openapiFetch: {
    name: `openapi-fetch ${installedVersion("openapi-fetch")}, signed with the key as a string`,
    maxRatio: {},
  },
  pool: { name: `a plain pool of undici ${installedVersion("undici")}, unsigned`, maxRatio: { 20: 1.3, 24: 1.3 } },
};
const REFERENCE_NAMES = Object.keys(REFERENCES) as ReferenceName[];
const CLIENT_NAMES: readonly ClientName[] = ["ours", "functions", ...REFERENCE_NAMES];
/** The largest share of the CPU time of a call by path that an operation function with headers and options may take. */
const MAX_FUNCTION_RATIO = 1.4;

const ROUNDS = 15;
/** For each client in each round. */
const SENDING_MS = 400;
/** Before the first round: code is compiled and connections are opened. */
const WARM_UP_MS = 3000;

/** CPU time and rate of sends, with 16 in progress at any time. */
export async function sends({ built, nodes, server, progress }: ClientBenchmark): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const { major, path } of nodes) {
    const clients = {} as Record<ClientName, Process<ClientProcess>>;
    for (const name of CLIENT_NAMES) {
      progress(`sends on Node.js ${major}: starting ${name}`);
      const client = new Process<ClientProcess>(built.path("client-process"), { node: path });
      clients[name] = client;
      await client.call("start", { client: name, endpoint: await server.call("endpoint") });
      expectSameRequest(name, await server.call("lastRequest"));
      await client.call("sendFor", WARM_UP_MS);
    }
    let done = 0;
    const sent = await rounds(CLIENT_NAMES, ROUNDS, async (name) => {
      progress(`sends on Node.js ${major}: ${++done} of ${ROUNDS * CLIENT_NAMES.length}`);
      return clients[name].call("sendFor", SENDING_MS);
    });
    await Promise.all(Object.values(clients).map((client) => client.end()));
    measurements.push(...measurementsOf(sent, major));
  }
  return measurements;
}

function measurementsOf(sent: Record<ClientName, Sent[]>, major: Major): Measurement[] {
  const cpu = (client: ClientName) => sent[client].map(({ sends, cpuMs }) => (cpuMs * 1000) / sends);
  const rate = (client: ClientName) => sent[client].map(({ sends, elapsedMs }) => (sends * 1000) / elapsedMs);
  const operationFunction: Measurement = {
    name: `CPU per send by an operation function with headers and options compared with a call by path, Node.js ${major}`,
    unit: "µs",
    ours: cpu("functions"),
    reference: cpu("ours"),
    target: { of: "ratio", max: MAX_FUNCTION_RATIO },
  };
  const compared = REFERENCE_NAMES.flatMap((reference): Measurement[] => {
    const { name, maxRatio } = REFERENCES[reference];
    const bound = maxRatio[major];
    const comparison = `compared with ${name}, Node.js ${major}`;
    return [
      {
        name: `CPU per send ${comparison}`,
        unit: "µs",
        ours: cpu("ours"),
        reference: cpu(reference),
        ...(bound !== undefined && { target: { of: "ratio", max: bound } }),
      },
      {
        name: `sends per second ${comparison}`,
        unit: "/s",
        ours: rate("ours"),
        reference: rate(reference),
        ...(bound !== undefined && { target: { of: "ratio", min: 1 / bound } }),
      },
    ];
  });
  return [...compared, operationFunction];
}

/** @throws {Error} if the client sends something else than the others: it would look faster than it is */
function expectSameRequest(client: ClientName, request: string): void {
  const [head = "", body = ""] = request.split("\r\n\r\n");
  const same =
    head.startsWith(`POST /api/hubs/bench/groups/lobby/:send?api-version=${latestApiVersion} HTTP/1.1\r\n`) &&
    /^content-type: application\/json/im.test(head) &&
    (client === "pool" || /^authorization: Bearer \S+$/im.test(head)) &&
    body === JSON.stringify(MESSAGE);
  if (!same) throw new Error(`${client} does not send the same request as the others:\n${request}`);
}
