import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { json } from "node:stream/consumers";
import { DEFAULT_ACCESS_KEY, startEmulator } from "../../conformance/emulator/index.js";
import type { CheckResult, Expected, Protocol } from "./check-messages.js";
import { EmulatorClients } from "./emulator-clients.js";
import { startRecorder } from "./request-recorder.js";
import { ConditionWaiter } from "./wait-for.js";

/** The servers that the checks of one runtime use: an emulator, a recorder, and the calls of {@link Protocol}. */
export interface CheckServer extends AsyncDisposable {
  /** The base URL of the calls. */
  readonly address: string;
  /** Resolves with the number of checks when all have run. */
  readonly done: Promise<number>;
}

type Handlers = { [Name in keyof Protocol]: (input: Protocol[Name][0]) => Promise<Protocol[Name][1]> };

/** @param onResult is called with the result of each check */
export async function startCheckServer(
  expected: Expected,
  onResult: (result: CheckResult) => void,
): Promise<CheckServer> {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true });
  const clients = new EmulatorClients(emulator);
  const recorder = await startRecorder();
  const deadOrigin = await unusedOrigin();
  const waiter = new ConditionWaiter();
  emulator.log.listener = () => waiter.check();
  let finish = (_: number) => {};
  const done = new Promise<number>((resolve) => {
    finish = resolve;
  });

  const handlers: Handlers = {
    async settings() {
      const { endpoint, connectionString } = emulator;
      const { origin } = recorder;
      return { endpoint, connectionString, accessKey: DEFAULT_ACCESS_KEY, recorder: origin, deadOrigin, expected };
    },
    connect: (input) => clients.connect("url" in input ? input.url : emulator.clientUrl(input.hub, input)),
    received: ({ socket, count }) => clients.received(socket, count),
    async fault(fault) {
      emulator.addFault(fault);
      return null;
    },
    async requests({ hub, count }) {
      const requests = () => emulator.log.requests.filter((entry) => entry.hub === hub);
      await waiter.until(() => requests().length >= count, `request ${count} for the hub ${hub}`);
      return requests();
    },
    async respond({ hub, ...response }) {
      recorder.respond(hub, response);
      return null;
    },
    recorded: ({ hub, count }) => recorder.recorded(hub, count),
    async disconnected({ hub }) {
      await recorder.disconnected(hub);
      return null;
    },
    async report(result) {
      onResult(result);
      return null;
    },
    async done({ checks }) {
      finish(checks);
      return null;
    },
  };

  const server = createServer(async (request, response) => {
    const name = (request.url ?? "").slice(1) as keyof Protocol;
    const handle = handlers[name] as (input: unknown) => Promise<unknown>;
    try {
      response.end(JSON.stringify(await handle(await json(request))));
    } catch (error) {
      response.writeHead(500).end((error as Error).message);
    }
  });
  // Leaves it to the runtime to close idle connections.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    async [Symbol.asyncDispose]() {
      clients.close();
      server.closeAllConnections();
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([emulator.close(), recorder[Symbol.asyncDispose](), closed]);
    },
  };
}

/** An origin where nothing listens. */
async function unusedOrigin(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
