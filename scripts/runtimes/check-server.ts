import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { json } from "node:stream/consumers";
import { DEFAULT_ACCESS_KEY, startEmulator } from "../../conformance/emulator/index.js";
import type { CheckResult, Expected, Protocol } from "./check-messages.js";
import { Clients } from "./emulator-clients.js";
import { startRecorder } from "./request-recorder.js";
import { Waiting } from "./wait-for.js";

/** What the checks of one runtime talk to: an emulator, a recorder, and what they ask of this process. */
export interface Parent extends AsyncDisposable {
  /** What is passed to the runtime. */
  readonly address: string;
  /** How many checks there were, once all are through. */
  readonly done: Promise<number>;
}

type Answers = { [Name in keyof Protocol]: (asked: Protocol[Name][0]) => Promise<Protocol[Name][1]> };

/** @param onResult is told of each check that is through */
export async function startParent(expected: Expected, onResult: (result: CheckResult) => void): Promise<Parent> {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true });
  const clients = new Clients(emulator);
  const recorder = await startRecorder();
  const nobody = await deadOrigin();
  const waiting = new Waiting();
  emulator.log.listener = () => waiting.look();
  let finish = (_: number) => {};
  const done = new Promise<number>((resolve) => {
    finish = resolve;
  });

  const answers: Answers = {
    async settings() {
      const { endpoint, connectionString } = emulator;
      return { endpoint, connectionString, accessKey: DEFAULT_ACCESS_KEY, recorder: recorder.origin, nobody, expected };
    },
    connect: (asked) => clients.connect("url" in asked ? asked.url : emulator.clientUrl(asked.hub, asked)),
    received: ({ socket, count }) => clients.received(socket, count),
    async fault(fault) {
      emulator.addFault(fault);
      return null;
    },
    async requests({ hub, count }) {
      const requests = () => emulator.log.requests.filter((entry) => entry.hub === hub);
      await waiting.until(() => requests().length >= count, `request number ${count} for ${hub}`);
      return requests();
    },
    async answer({ hub, ...answer }) {
      recorder.answer(hub, answer);
      return null;
    },
    recorded: ({ hub, count }) => recorder.recorded(hub, count),
    async givenUp({ hub }) {
      await recorder.givenUp(hub);
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
    const answer = answers[name] as (asked: unknown) => Promise<unknown>;
    try {
      response.end(JSON.stringify(await answer(await json(request))));
    } catch (error) {
      response.writeHead(500).end((error as Error).message);
    }
  });
  // An idle connection stays: it is for the runtime to end.
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

/** An origin that nothing listens at. */
async function deadOrigin(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
