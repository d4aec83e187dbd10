import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { requireCurl } from "../testing/require-curl.js";
import { CURL_REQUESTS, curlCommandOf, TOKEN } from "./testing/curl-requests.js";

/** A server that keeps what it received. */
async function recordRequests() {
  const requests: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body });
    response.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

describe("curl command of a transcript", () => {
  beforeAll(requireCurl);

  test("sends each request unchanged from a shell", { timeout: 60_000 }, async () => {
    const { origin, requests } = await recordRequests();
    for (const request of CURL_REQUESTS) {
      const command = `${curlCommandOf(request, origin)} --silent --fail`;
      await promisify(execFile)("sh", ["-c", command], { env: { PATH: process.env.PATH, TOKEN } });
    }
    expect(requests.map(({ method, url, body }) => ({ method, path: url, body: body.toString("hex") }))).toEqual(
      CURL_REQUESTS.map(({ method, path, body }) => ({ method, path, body: Buffer.from(body).toString("hex") })),
    );
    for (const [index, { headers }] of CURL_REQUESTS.entries()) {
      expect(requests[index]?.headers).toMatchObject({ ...headers, authorization: `Bearer ${TOKEN}` });
    }
  });
});
