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
    await new Promise((done) => server.close(done));
  }
});

/** A server in front of another that changes its answers. Stopped after the test. Gives its address. */
export async function startProxy(
  endpoint: string,
  change: (answer: ProxyResponse, path: string) => ProxyResponse,
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
    const upstream = await fetch(endpoint + request.url, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(length !== undefined && length !== "0" && { body: Buffer.concat(chunks) }),
    });
    const answer = {
      status: upstream.status,
      headers: Object.fromEntries(
        [...upstream.headers].filter(([name]) => !["connection", "keep-alive", "content-length"].includes(name)),
      ),
      body: Buffer.from(await upstream.arrayBuffer()),
    };
    const { status, headers: changed, body } = change(answer, request.url ?? "");
    // As the service does it: no length where there can be no body.
    const lengthHeader = status === 204 || request.method === "HEAD" ? {} : { "content-length": body.length };
    response.writeHead(status, { ...changed, ...lengthHeader }).end(body);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
