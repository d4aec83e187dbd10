import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

/** The certificate of the server, for `localhost` and 127.0.0.1. It is valid until 2126, and nothing trusts it by default. */
export const CERTIFICATE_FILE = fileURLToPath(new URL("self-signed-certificate.pem", import.meta.url));
const KEY_FILE = fileURLToPath(new URL("self-signed-key.pem", import.meta.url));

export interface SecureServer extends AsyncDisposable {
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The number of connections accepted so far. */
  readonly connections: number;
}

/** Starts an HTTPS server that returns `{}` to every request. */
export async function startSecureServer(): Promise<SecureServer> {
  const [key, cert] = await Promise.all([readFile(KEY_FILE), readFile(CERTIFICATE_FILE)]);
  const server = createServer({ key, cert }, (_, response) => response.end("{}"));
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
