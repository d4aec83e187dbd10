import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { DevTools } from "./devtools.js";

/** A headless Chromium of its own, with a profile that is thrown away. */
export interface Chromium {
  /** Opens a page in a window of its own, and waits until it has loaded. */
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

/** How a page is shown. What is left out is as it is without emulation. */
export interface Emulation {
  readonly media?: "screen" | "print";
  readonly scheme?: "light" | "dark";
}

/** A page in a browser. */
export interface Page {
  /** Errors that were logged or thrown, and what the browser refused to do. */
  readonly problems: readonly string[];
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** What an expression gives there, as JSON. @throws {Error} if it throws */
  evaluate<T>(expression: string): Promise<T>;
  /** Presses a key, such as `Tab`, `Enter`, `Escape` or `a`. */
  press(key: string): Promise<void>;
  /** Writes a text where the focus is. */
  type(text: string): Promise<void>;
  emulate(emulation: Emulation): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Gives the page as a PDF document, as printing does. */
  print(): Promise<Buffer>;
  close(): Promise<void>;
}

/** @throws {Error} if there is no Chromium on this computer */
export async function startChromium(): Promise<Chromium> {
  const executable = findChromium();
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  // Everything but the first three: a browser that talks to nobody by itself.
  const browser = spawn(
    executable,
    [
      "--headless=new",
      "--no-sandbox",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--disable-sync",
      "--no-first-run",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(browser, "exit");
  // Also where a test run is broken off.
  const kill = () => browser.kill();
  process.once("exit", kill);
  const address = await new Promise<string>((resolve, reject) => {
    const said: string[] = [];
    createInterface(browser.stderr).on("line", (line) => {
      said.push(line);
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    browser.on("error", reject);
    browser.on("exit", () => reject(new Error(`Chromium ended before it could be used:\n${said.join("\n")}`)));
  });
  const devtools = await DevTools.connect(address);
  return {
    open: (url) => openPage(devtools, url),
    async close() {
      await Promise.all([devtools.send("Browser.close"), ended]);
      devtools.close();
      process.off("exit", kill);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function findChromium(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = process.env.CHROMIUM ?? folders.map((folder) => join(folder, "chromium")).find(existsSync);
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    `There is no Chromium ${found === undefined ? "in PATH" : `at ${found}`}: run \`apt-get install chromium\`, or say in CHROMIUM where it is.`,
  );
}

async function openPage(devtools: DevTools, url: string): Promise<Page> {
  const problems: string[] = [];
  const requests: string[] = [];
  const { targetId } = await devtools.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await devtools.send<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  const send = <T>(method: string, parameters: object = {}) => devtools.send<T>(method, parameters, sessionId);
  const on = <T>(method: string, heard: (event: T) => void) => devtools.on(method, sessionId, heard);

  on<{ exceptionDetails: ExceptionDetails }>("Runtime.exceptionThrown", (event) =>
    problems.push(textOfException(event.exceptionDetails)),
  );
  on<{ type: string; args: { value?: unknown }[] }>("Runtime.consoleAPICalled", ({ type, args }) => {
    if (type === "error" || type === "warning") problems.push(args.map(({ value }) => String(value)).join(" "));
  });
  on<{ entry: { level: string; text: string } }>("Log.entryAdded", ({ entry }) => {
    if (entry.level === "error" || entry.level === "warning") problems.push(entry.text);
  });
  on<{ request: { url: string } }>("Network.requestWillBeSent", ({ request }) => requests.push(request.url));
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);

  await send("Page.setLifecycleEventsEnabled", { enabled: true });
  // The empty page that was there before has a load of its own: told apart by loader.
  const loads = new EventEmitter();
  const loaded = new Set<string>();
  on<{ name: string; loaderId: string }>("Page.lifecycleEvent", ({ name, loaderId }) => {
    if (name !== "load") return;
    loaded.add(loaderId);
    loads.emit(loaderId);
  });
  const { loaderId, errorText } = await send<{ loaderId: string; errorText?: string }>("Page.navigate", { url });
  if (errorText !== undefined) throw new Error(`${url} cannot be opened: ${errorText}`);
  if (!loaded.has(loaderId)) await once(loads, loaderId);

  return {
    problems,
    requests,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send<{ result: { value: T }; exceptionDetails?: ExceptionDetails }>(
        "Runtime.evaluate",
        { expression, awaitPromise: true, returnByValue: true, userGesture: true },
      );
      if (exceptionDetails !== undefined) throw new Error(textOfException(exceptionDetails));
      return result.value;
    },
    async press(key) {
      const event = { key, windowsVirtualKeyCode: KEY_CODES[key] ?? 0 };
      const text = key === "Enter" ? "\r" : key.length === 1 ? key : undefined;
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...event, ...(text !== undefined && { text }) });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    async type(text) {
      await send("Input.insertText", { text });
    },
    async emulate({ media, scheme }) {
      await send("Emulation.setEmulatedMedia", {
        media: media ?? "",
        features: scheme === undefined ? [] : [{ name: "prefers-color-scheme", value: scheme }],
      });
    },
    async resize(width, height) {
      await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    },
    async print() {
      const { data } = await send<{ data: string }>("Page.printToPDF", { preferCSSPageSize: true });
      return Buffer.from(data, "base64");
    },
    async close() {
      await devtools.send("Target.closeTarget", { targetId });
    },
  };
}

/** Keys that do something only when their code is told too. */
const KEY_CODES: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27 };

interface ExceptionDetails {
  readonly text: string;
  readonly exception?: { readonly description?: string };
}

function textOfException({ text, exception }: ExceptionDetails): string {
  return exception?.description ?? text;
}
