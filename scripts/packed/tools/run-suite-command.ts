import { join } from "node:path";
import { run } from "./npm.js";

/** The access key in the environment of the command, as ACCESS_KEY. */
export const KEY = "the-access-key-that-nobody-may-see-0123456789";

const SIGNATURE = "c2lnbmF0dXJl";

/** Texts that the command must never write. */
export const SECRETS = [KEY, encodeURIComponent(KEY), KEY.slice(4, 30), SIGNATURE] as const;

/** A token in the form of Microsoft Entra, without a valid signature. */
function entraToken(): string {
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { aud: "https://webpubsub.azure.com", exp: Math.floor(Date.now() / 1000) + 3600 },
  ];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")), SIGNATURE].join(".");
}

/**
 * Runs `webpubsub-conformance` to its end, whatever its exit status. Its environment has ACCESS_KEY, WRONG_KEY and TOKEN.
 *
 * @param cwd the project that it is installed in
 */
export async function runSuiteCommand(
  cwd: string,
  ...args: string[]
): Promise<{ status: number; stderr: string; stdout: string }> {
  const command = join(cwd, "node_modules/.bin/webpubsub-conformance");
  const env = { ...process.env, ACCESS_KEY: KEY, WRONG_KEY: `${KEY}-not`, TOKEN: entraToken() };
  return run(command, args, { cwd, maxBuffer: 1e8, env }).then(
    ({ stdout, stderr }) => ({ status: 0, stderr, stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      status: code,
      stderr,
      stdout,
    }),
  );
}
