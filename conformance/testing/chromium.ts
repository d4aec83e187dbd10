import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

/** Keep Chromium from sending requests of its own, and from using hardware that a server does not have. */
const ARGUMENTS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** A page, with what it logged as wrong and what it requested since it was opened. */
export interface WatchedPage {
  readonly page: Page;
  /** Warnings and errors on the console, violations of the page's policy, and uncaught exceptions. */
  readonly problems: readonly string[];
  /** The URL of every request. */
  readonly requests: readonly string[];
}

/**
 * Starts a headless Chromium with an empty profile: the one named by $CHROMIUM, or else the first on the PATH.
 *
 * @throws {Error} if there is none
 */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ARGUMENTS,
    // A reader's browser shows them, and they take room.
    ignoreDefaultArgs: ["--hide-scrollbars"],
  });
}

/** Opens a page in a browser context of its own, and waits until it has loaded. */
export async function openPage(browser: Browser, url: string): Promise<WatchedPage> {
  const page = await browser.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, problems, requests };
}

function findChromium(): string {
  const { CHROMIUM, PATH = "" } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== "") {
    if (existsSync(CHROMIUM)) return CHROMIUM;
    throw new Error(
      `CHROMIUM is "${CHROMIUM}", which does not exist. Set it to the path of an installed Chromium, or unset it to search the PATH.`,
    );
  }
  const found = PATH.split(delimiter)
    .map((folder) => join(folder, "chromium"))
    .find(existsSync);
  if (found !== undefined) return found;
  throw new Error("Chromium was not found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.");
}
