import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Operation } from "../../generated/operation.js";
import { operations } from "../../generated/operations.js";
import type { Target } from "../targets/target.js";
import { checkResult, sendByClient } from "./client-driver.js";
import { json } from "./message-bodies.js";

const VERSION = "2024-12-01";
const VALUES = { path: { hub: "chat" }, query: {}, body: json({ a: 1 }) };

/** A target that gives this response to every request. */
async function serve(respond: (response: ServerResponse) => void, given: Partial<Target> = {}): Promise<Target> {
  const server = createServer((_, response) => respond(response)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { name: "x", endpoint, capabilities: [], accessKey: "k".repeat(32), ...given };
}

describe("sendByClient", () => {
  test("returns the exchange, with the token that the client signed", async () => {
    const target = await serve((response) => response.writeHead(202).end());
    const { request, response } = await sendByClient(target, operations.sendToAll, VERSION, VALUES);
    expect(request.method).toBe("POST");
    expect(request.url.href).toBe(`${target.endpoint}/api/hubs/chat/:send?api-version=${VERSION}`);
    expect(request.headers.get("authorization")).toMatch(/^Bearer eyJ/);
    expect(new TextDecoder().decode(request.body)).toBe('{"a":1}');
    expect(response.status).toBe(202);
  });

  test("returns a failure whose code the client read", async () => {
    const target = await serve((response) =>
      response.writeHead(400, { "content-type": "application/json" }).end('{"code":"Invalid","message":"No."}'),
    );
    const { response } = await sendByClient(target, operations.sendToAll, VERSION, VALUES);
    expect(response.status).toBe(400);
  });

  test("reports a success that the client cannot use", async () => {
    const target = await serve((response) => response.writeHead(200, { "content-type": "application/json" }).end("{"));
    await expect(
      sendByClient(target, operations.generateClientToken, VERSION, { path: { hub: "chat" }, query: {} }),
    ).rejects.toMatchObject({ name: "ConformanceError", exchange: { response: { status: 200 } } });
  });

  test("reports that the client sent no request if it has no such method", async () => {
    const target = await serve((response) => response.end());
    const operation = { ...operations.sendToAll, method: "BREW" } as unknown as Operation;
    await expect(sendByClient(target, operation, VERSION, VALUES)).rejects.toMatchObject({
      name: "ConformanceError",
      difference: "The client sent no request.",
    });
  });

  test("sends to a target that is reached over http at another address than this machine's", async () => {
    const target = await serve((response) => response.writeHead(202).end(), { audience: "http://service.example" });
    const { request } = await sendByClient(target, operations.sendToAll, VERSION, VALUES);
    expect(request.url.href).toBe(`${target.endpoint}/api/hubs/chat/:send?api-version=${VERSION}`);
  });

  test("throws the error of the client if it rejects the input", async () => {
    const target = await serve((response) => response.end());
    await expect(
      sendByClient(target, operations.sendToAll, VERSION, { ...VALUES, path: { hub: "" } }),
    ).rejects.toMatchObject({ name: "InvalidInputError" });
  });
});

describe("checkResult", () => {
  test.for<[what: string, status: number, body: string, result: object, message: string]>([
    [
      "data that is not the body",
      200,
      '{"token":"a"}',
      { data: { token: "b" } },
      'Expected the body of the response as data, got data {"token":"b"} and error undefined from the client.',
    ],
    [
      "an error for a success",
      200,
      '{"token":"a"}',
      { error: { code: "Http.200" } },
      'Expected the body of the response as data, got data undefined and error {"code":"Http.200"} from the client.',
    ],
    [
      "an error with another code",
      400,
      '{"code":"Invalid"}',
      { error: { code: "Http.400" } },
      'Expected an error with the code Invalid, got the error {"code":"Http.400"} from the client.',
    ],
  ])("reports a client that returns %s", ([, status, body, result, message]) => {
    const request = {
      method: "POST",
      url: new URL("http://127.0.0.1"),
      headers: new Headers(),
      body: new Uint8Array(),
    };
    const headers = new Headers({ "content-type": "application/json" });
    const exchange = { request, response: { status, headers, body: new TextEncoder().encode(body) } };
    expect(() => checkResult(result, exchange, { respondsWithJson: true })).toThrow(
      expect.objectContaining({ name: "ConformanceError", difference: message }),
    );
  });
});
