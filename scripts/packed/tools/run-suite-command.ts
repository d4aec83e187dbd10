import { join } from "node:path";
import { run } from "./npm.js";

/** What the command is given as an access key. */
export const KEY = "the-access-key-that-nobody-may-see-0123456789";

const SIGNATURE = "c2lnbmF0dXJl";

/** What may not be in anything that it writes. */
export const SECRETS = [KEY, encodeURIComponent(KEY), KEY.slice(4, 30), SIGNATURE] as const;

/** A token of the form of Microsoft Entra's, which nobody signed. */
function entraToken(): string {
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { aud: "https://webpubsub.azure.com", exp: Math.floor(Date.now() / 1000) + 3600 },
  ];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")), SIGNATURE].join(".");
}

/** How the suite's command ends: its exit status, and what it says on standard error. @param cwd where it is installed */
export async function ending(
  cwd: string,
  ...words: string[]
): Promise<{ status: number; stderr: string; stdout: string }> {
  const command = join(cwd, "node_modules/.bin/webpubsub-conformance");
  const env = { ...process.env, ACCESS_KEY: KEY, WRONG_KEY: `${KEY}-not`, TOKEN: entraToken() };
  return run(command, words, { cwd, maxBuffer: 1e8, env }).then(
    ({ stdout, stderr }) => ({ status: 0, stderr, stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      status: code,
      stderr: stderr,
      stdout,
    }),
  );
}
