type EmulatorModule = typeof import("../../conformance/emulator/index.js");

/** The emulator as it is published: what tsx makes of the sources is slower. Built by `npm run build`. */
export async function builtEmulator(): Promise<EmulatorModule> {
  const url = new URL("../../conformance/dist/conformance/emulator/index.js", import.meta.url);
  return (await import(url.href)) as EmulatorModule;
}
