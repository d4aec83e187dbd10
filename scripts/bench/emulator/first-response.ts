import { request } from "node:http";
import { latestApiVersion } from "../../../generated/versions.js";

/** Waits for a response of the server. Not with `fetch`, which takes longer to load than a server to start. */
export async function firstResponse(endpoint: string): Promise<void> {
  const url = `${endpoint}/api/health?api-version=${latestApiVersion}`;
  await new Promise<void>((resolve, reject) => {
    request(url, { method: "HEAD", agent: false }, (response) => response.resume().on("end", resolve))
      .on("error", reject)
      .end();
  });
}
