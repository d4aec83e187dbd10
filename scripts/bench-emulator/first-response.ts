import { request } from "node:http";

/** Waits for a server's answer. Not with `fetch`, which takes longer to load than any server to start. */
export async function firstAnswer(endpoint: string): Promise<void> {
  const url = `${endpoint}/api/health?api-version=2024-12-01`;
  await new Promise<void>((resolve, reject) => {
    request(url, { method: "HEAD", agent: false }, (response) => response.resume().on("end", resolve))
      .on("error", reject)
      .end();
  });
}
