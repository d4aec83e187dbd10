import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import jwt from "jsonwebtoken";
import { describe, expect, onTestFinished, test } from "vitest";
import { startEmulator } from "../emulator/index.js";
import { TargetError } from "../targets/target.js";
import { connectToMock, connectToServer } from "./preflight.js";

const ACCESS_KEY = "an-access-key-of-more-than-32-characters";

/** @returns the address of a server, with what it received */
async function serve(respond: RequestListener): Promise<{ address: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    respond(request, response);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, "listening");
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const serveStatus = (status: number) => serve((_, response) => response.writeHead(status).end());

/** An address where nobody listens. */
async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

describe("connectToMock", () => {
  test("returns a target for a server that does what Prefer says", async () => {
    const { address, requests } = await serve(({ headers }, response) =>
      response.writeHead(Number(String(headers.prefer).slice("code=".length))).end(),
    );
    const { target } = await connectToMock(`${address}/`, "2023-07-01");
    expect(target).toMatchObject({ name: `${address}/`, endpoint: address });
    expect(target.capabilities).toContain("responses");
    expect(requests.map(({ method, url }) => [method, url])).toEqual([["HEAD", "/api/health?api-version=2023-07-01"]]);
  });

  test("reads an address with 100,000 slashes in less than a second", async () => {
    const start = performance.now();
    await expect(connectToMock(`http://127.0.0.1:1/${"/".repeat(100_000)}x`, "2024-12-01")).rejects.toThrow(
      TargetError,
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("rejects a server that is not a mock", async () => {
    const { address } = await serveStatus(200);
    await expect(connectToMock(address, "2024-12-01")).rejects.toThrow(
      new TargetError(
        `The server at ${address} returned 200 to \`Prefer: code=503\`; Prism returns 503. This is not a Prism mock of this API. Start Prism with the bundled description, or test the server itself with --connection-string-env.`,
      ),
    );
  });

  test("reports that it could not connect if nothing listens", async () => {
    const address = await closedAddress();
    await expect(connectToMock(address, "2024-12-01")).rejects.toThrow(
      new TargetError(`Could not connect to ${address} (ECONNREFUSED). Start the server or correct --url.`),
    );
  });
});

describe("connectToServer", () => {
  test("returns a target that can sign tokens for a server that accepts the key", async () => {
    const emulator = await startEmulator({ accessKey: ACCESS_KEY });
    onTestFinished(() => emulator.close());
    const { target } = await connectToServer({ address: emulator.endpoint, accessKey: ACCESS_KEY }, "2024-12-01");
    expect(target.capabilities).toContain("access-key");
    expect(target.capabilities).not.toContain("clock");
  });

  test("signs the token for the audience, behind a proxy", async () => {
    const { address, requests } = await serveStatus(404);
    const audience = "https://contoso.webpubsub.azure.com";
    const { target } = await connectToServer(
      { address, accessKey: ACCESS_KEY, audience, requestsPerSecond: 5 },
      "2024-12-01",
    );
    expect(target).toMatchObject({ endpoint: address, audience, requestsPerSecond: 5 });
    const token = jwt.verify(requests[0]?.headers.authorization?.slice("Bearer ".length) ?? "", ACCESS_KEY);
    expect(token).toMatchObject({ aud: `${audience}/api/hubs/conformance/users/nobody?api-version=2024-12-01` });
  });

  test("sends a given token unchanged, and returns a target that cannot sign tokens", async () => {
    const { address, requests } = await serveStatus(404);
    const { target } = await connectToServer({ address, token: "entra-token" }, "2024-12-01");
    expect(requests[0]?.headers.authorization).toBe("Bearer entra-token");
    expect(target.capabilities).not.toContain("access-key");
  });

  test.for([
    [
      "an access key",
      { accessKey: ACCESS_KEY },
      "it does not accept tokens signed with this access key. Check the key.",
    ],
    ["a token", { token: "entra-token" }, "it does not accept this token. Check the token."],
    [
      "a connection string behind a proxy",
      { accessKey: ACCESS_KEY, audience: "https://contoso.webpubsub.azure.com" },
      "it does not accept tokens signed with this access key. Check the key, and the endpoint in the connection string: tokens are signed for it.",
    ],
  ] as const)("names what to check if %s is rejected", async ([, access, message]) => {
    const { address } = await serveStatus(401);
    await expect(connectToServer({ address, ...access }, "2024-12-01")).rejects.toThrow(
      new TargetError(`The server at ${address} returned 401: ${message}`),
    );
  });

  test("rejects a server of another API", async () => {
    const { address } = await serveStatus(302);
    await expect(connectToServer({ address, accessKey: ACCESS_KEY }, "2024-12-01")).rejects.toThrow(
      new TargetError(
        `The server at ${address} returned 302 to HEAD /api/hubs/conformance/users/nobody; expected 404. This does not look like a Web PubSub server.`,
      ),
    );
  });

  test("reports that it could not connect if nothing listens", async () => {
    const address = await closedAddress();
    await expect(connectToServer({ address, accessKey: ACCESS_KEY }, "2024-12-01")).rejects.toThrow(
      new TargetError(`Could not connect to ${address} (ECONNREFUSED). Start the server or correct --url.`),
    );
  });

  test("reports that it could not connect with https to an http server", async () => {
    const { address } = await serveStatus(404);
    const secure = address.replace("http:", "https:");
    await expect(connectToServer({ address: secure, accessKey: ACCESS_KEY }, "2024-12-01")).rejects.toThrow(
      /^Could not connect to https:\/\/127\.0\.0\.1:\d+ \((EPROTO|ERR_SSL_\w+)\)\. Start the server or correct --url\.$/,
    );
  });

  test("reports how the response broke off", async () => {
    const { address } = await serve(({ socket }) => void socket.destroy());
    await expect(connectToServer({ address, accessKey: ACCESS_KEY }, "2024-12-01")).rejects.toThrow(
      new TargetError(
        `${address} cannot be tested. The connection was closed without a response (ECONNRESET). Check the server and --url.`,
      ),
    );
  });
});
