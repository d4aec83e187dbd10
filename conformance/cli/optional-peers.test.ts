import { describe, expect, test } from "vitest";
import { MissingPeerError, withPeers } from "./optional-peers.js";

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /a/b.js`), { code: "ERR_MODULE_NOT_FOUND" });

describe("withPeers", () => {
  test("returns what the import returns", async () => {
    expect(await withPeers(["a"], async () => 1)).toBe(1);
  });

  test("names all packages, with the command that installs them, if one is missing", async () => {
    await expect(withPeers(["@a/b", "c"], () => Promise.reject(notFound("c")))).rejects.toThrow(
      new MissingPeerError("Missing optional packages: @a/b, c. Install them: npm install --save-dev @a/b c"),
    );
  });

  test.for([
    ["another package is missing", notFound("c-d")],
    ["the module throws", new Error("Unexpected token 'c'")],
  ] as const)("throws the error of the import if %s", async ([, error]) => {
    await expect(withPeers(["c"], () => Promise.reject(error))).rejects.toBe(error);
  });
});
