type EmulatorModule = typeof import("../../../conformance/emulator/index.js");

/** The emulator as published, built by `npm run build`: the sources run by tsx are slower. */
export async function builtEmulator(): Promise<EmulatorModule> {
  const url = new URL("../../../conformance/dist/conformance/emulator/index.js", import.meta.url);
  return (await import(url.href)) as EmulatorModule;
}
