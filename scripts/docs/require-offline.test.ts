import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { requireOffline } from "./require-offline.js";

/** Checks a folder with these files. Returns the number of pages, or the message of the error. */
async function checked(files: Record<string, string>): Promise<number | string> {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return requireOffline(folder).catch((error: Error) => error.message);
}

describe("requireOffline", () => {
  test.for([
    [
      "a script of another host",
      { "a.html": '<script src="https://example.org/a.js"></script>' },
      "a.html loads https://example.org/a.js.",
    ],
    [
      "a stylesheet of another host",
      { "a.html": '<link rel="x" href="//example.org/a.css">' },
      "a.html loads //example.org/a.css.",
    ],
    [
      "an image of another host",
      { "a.html": '<img alt="" src="http://example.org/a.png">' },
      "a.html loads http://example.org/a.png.",
    ],
    [
      "a font of another host",
      { "a.css": "@font-face { src: url('https://example.org/a') }" },
      "a.css loads https://example.org/a.",
    ],
    [
      "an import of another host",
      { "a.css": '@import "https://example.org/a.css";' },
      "a.css loads https://example.org/a.css.",
    ],
    [
      "an image that does not exist",
      { "a/b.html": '<img src="../c.png">' },
      "a/b.html loads ../c.png, which does not exist.",
    ],
    [
      "a link to a page that does not exist",
      { "a.html": '<a href="b.html#c">b</a>' },
      "a.html links to b.html#c, which does not exist.",
    ],
    [
      "a link to an anchor that its page does not have",
      { "a.html": '<a href="#b">b</a>' },
      "a.html links to #b, an anchor that does not exist.",
    ],
    [
      "a link to an anchor that another page does not have",
      { "a/b.html": '<a href="../c.html?x#d">d</a>', "c.html": '<p id="e">' },
      "a/b.html links to ../c.html?x#d, an anchor that does not exist.",
    ],
    ["a link to outside the folder", { "a.html": '<a href="../">b</a>' }, "a.html links to ../, which does not exist."],
  ] as const)("rejects %s", async ([, files, problem]) => {
    expect(await checked(files)).toBe(problem);
  });

  test("accepts links to anchors of pages, and to routes of a page's script", async () => {
    const page = '<a id="b c" href="#b%20c">b</a><a href="d/e.html#f">f</a><a href="#/route">g</a>';
    expect(await checked({ "a.html": page, "d/e.html": '<a name="f" href="../a.html#b%20c">' })).toBe(2);
  });

  test("accepts links to other hosts, addresses in scripts, and files of the folder", async () => {
    const page =
      '<script src="b/c.js">"https://example.org"; url(https://example.org/)</script><img src="data:,"><a href="https://example.org/">d</a><a href="b/">e</a>';
    expect(await checked({ "a.html": page, "b/c.js": "" })).toBe(1);
  });
});
