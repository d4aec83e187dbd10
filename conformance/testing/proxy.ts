import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

export interface ProxyResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/**
 * Starts a proxy that changes the responses of a server. It is stopped after the test.
 *
 * @param endpoint the URL of the server
 * @param change returns the response to send instead of the given one
 * @returns the URL of the proxy
 */
export async function startProxy(
  endpoint: string,
  change: (response: ProxyResponse, path: string) => ProxyResponse,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const {
      host: _host,
      connection: _connection,
      "content-length": length,
      "transfer-encoding": _coding,
      ...headers
    } = request.headers;
    const received = await fetch(endpoint + request.url, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(length !== undefined && length !== "0" && { body: Buffer.concat(chunks) }),
    });
    const original = {
      status: received.status,
      headers: Object.fromEntries(
        [...received.headers].filter(([name]) => !["connection", "keep-alive", "content-length"].includes(name)),
      ),
      body: Buffer.from(await received.arrayBuffer()),
    };
    const { status, headers: changed, body } = change(original, request.url ?? "");
    // Like the service: no length for a response that cannot have a body.
    const lengthHeader = status === 204 || request.method === "HEAD" ? {} : { "content-length": body.length };
    response.writeHead(status, { ...changed, ...lengthHeader }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
