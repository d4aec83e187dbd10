import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProxy } from "proxy";
import { Agent, ProxyAgent, fetch as undiciFetch } from "undici";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ConnectionError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { CERTIFICATE_FILE, startSecureServer } from "../testing/secure-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const message = { params: { path: { hub: "chat" } }, body: { text: "hello" } };

function clientTo(endpoint: string, options: ClientBaseOptions<"2024-12-01"> = {}) {
  const client = createClient({ endpoint, accessKey: "a-key", retry: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** Starts a forward proxy, and records its request lines. */
async function startForwardProxy() {
  const lines: string[] = [];
  const server = createServer();
  const record = ({ method, url }: { method?: string; url?: string }) => void lines.push(`${method} ${url}`);
  server.on("request", record).on("connect", record);
  createProxy(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
}

describe("createClient › behind a forward proxy", () => {
  test.for(["HTTP_PROXY", "http_proxy"])("sends through the proxy of %s", async (variable) => {
    await using server = await startRecordingServer();
    const proxy = await startForwardProxy();
    vi.stubEnv(variable, proxy.url);
    const { response } = await clientTo(server.origin).POST("/api/hubs/{hub}/:send", message);
    expect(response.status).toBe(202);
    const { target, body, headers } = server.onlyRequest();
    expect(proxy.lines).toEqual([`POST ${server.origin}${target}`]);
    expect(String(body)).toBe('{"text":"hello"}');
    expect(headers["content-length"]).toEqual(["16"]);
  });

  test.for(["127.0.0.1", "*"])("sends past the proxy to a host in NO_PROXY=%s", async (hosts) => {
    await using server = await startRecordingServer();
    const proxy = await startForwardProxy();
    vi.stubEnv("HTTP_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", hosts);
    await clientTo(server.origin).HEAD("/api/health");
    expect(server.requests).toHaveLength(1);
    expect(proxy.lines).toEqual([]);
  });

  test("opens a tunnel through the proxy of HTTPS_PROXY, and sends nothing to a server that is not trusted", async () => {
    await using server = await startSecureServer();
    const proxy = await startForwardProxy();
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    const call = clientTo(server.origin).POST("/api/hubs/{hub}/:send", message);
    await expect(call).rejects.toThrow(ConnectionError);
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining("self-signed"), retryable: true });
    expect(proxy.lines).toEqual([`CONNECT ${new URL(server.origin).host}`]);
  });

  test("does not send if the proxy cannot be reached", async () => {
    await using server = await startRecordingServer();
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:1");
    const call = clientTo(server.origin).POST("/api/hubs/{hub}/:send", message);
    await expect(call).rejects.toMatchObject({ name: "ConnectionError", retryable: true });
    expect(server.requests).toEqual([]);
  });
});

describe("createClient › the fetch of undici", () => {
  test("sends a message with its length, and reads the response", async () => {
    await using server = await startRecordingServer();
    const fetch = undiciFetch as unknown as NonNullable<ClientBaseOptions["fetch"]>;
    const { response } = await clientTo(server.origin, { fetch }).POST("/api/hubs/{hub}/:send", message);
    expect(response.status).toBe(202);
    const { headers, body } = server.onlyRequest();
    expect(headers["content-length"]).toEqual(["16"]);
    expect(String(body)).toBe('{"text":"hello"}');
  });

  test("reads the error in a body", async () => {
    const headers = { "Content-Type": "application/json" };
    await using server = await startRecordingServer(() => ({
      status: 400,
      headers,
      body: '{"code":"A","message":"a"}',
    }));
    const fetch = undiciFetch as unknown as NonNullable<ClientBaseOptions["fetch"]>;
    const { error } = await clientTo(server.origin, { fetch }).POST("/api/hubs/{hub}/:send", message);
    expect(error?.message).toBe("sendToAll failed with 400: a (A)");
  });
});

describe("createClient › dispatcher", () => {
  test("sends with the TLS options and the proxy of a dispatcher", async () => {
    await using server = await startSecureServer();
    const proxy = await startForwardProxy();
    const ca = await readFile(CERTIFICATE_FILE);
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca } });
    onTestFinished(() => dispatcher.destroy());
    const { response } = await clientTo(server.origin, { dispatcher }).HEAD("/api/health");
    expect(response.status).toBe(200);
    expect(proxy.lines).toEqual([`CONNECT ${new URL(server.origin).host}`]);
  });

  test("of a call is used instead of the client's", async () => {
    await using server = await startSecureServer();
    const unused = { dispatch: vi.fn() };
    const dispatcher = new Agent({ connect: { ca: await readFile(CERTIFICATE_FILE) } });
    onTestFinished(() => dispatcher.destroy());
    const client = clientTo(server.origin, { dispatcher: unused });
    expect((await client.HEAD("/api/health", { dispatcher })).response.status).toBe(200);
    expect(unused.dispatch).not.toHaveBeenCalled();
  });

  test("stays open when the client is closed", async () => {
    await using server = await startRecordingServer();
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.destroy());
    const client = clientTo(server.origin, { dispatcher });
    await client.HEAD("/api/health");
    await client.close();
    expect(dispatcher.closed).toBe(false);
  });

  test("is passed to a fetch of the caller", async () => {
    const dispatcher = new Agent();
    const inits: RequestInit[] = [];
    const fetch = async (_url: string, init: RequestInit) => {
      inits.push(init);
      return new Response(null, { status: 200 });
    };
    await clientTo("https://contoso.webpubsub.azure.com", { dispatcher, fetch }).HEAD("/api/health");
    expect(inits[0]).toHaveProperty("dispatcher", dispatcher);
  });

  test("is rejected if it is something else", () => {
    const dispatcher = "http://127.0.0.1:8080" as never;
    const create = () => createClient({ endpoint: "https://a.example", accessKey: "a-key", dispatcher });
    expect(create).toThrow(new InvalidInputError("`dispatcher` must be a Dispatcher of undici."));
  });
});

describe("createClient › options of a call", () => {
  test.for([
    [{ filter: "userId eq 'alice'" }, "Pass `filter` in `params`."],
    [{ hub: "chat" }, "Pass `hub` in `params`."],
    [{ filters: "a" }, '"filters" is not an option of a call, and not one of `fetch`. Leave it out.'],
    [{ timeOut: 1000 }, '"timeOut" is not an option of a call, and not one of `fetch`. Leave it out.'],
  ] as const)("rejects %o, and sends nothing", async ([option, reason]) => {
    await using server = await startRecordingServer();
    const call = clientTo(server.origin).POST("/api/hubs/{hub}/:send", { ...message, ...option });
    await expect(call).rejects.toThrow(new InvalidInputError(reason));
    expect(server.requests).toEqual([]);
  });

  test("accepts the options of fetch, which other platforms need", async () => {
    await using server = await startRecordingServer();
    const options = { cache: "no-store", keepalive: true, next: { revalidate: 0 } } as const;
    const { response } = await clientTo(server.origin).POST("/api/hubs/{hub}/:send", { ...message, ...options });
    expect(response.status).toBe(202);
  });
});
