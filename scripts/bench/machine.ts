import { cpus } from "node:os";
import { BUILDS } from "../runtimes/runtime-builds.js";
import { installedVersion } from "./client/installed-version.js";

const COMPARED_PACKAGES = ["@azure/web-pubsub", "openapi-fetch", "undici", "typescript", "ts7", "ws"];

/** Where and with what something was measured. */
export interface Machine {
  /** The day, as 2026-11-22. */
  readonly date: string;
  readonly hardware: string;
  readonly versions: string;
}

export function readMachine(): Machine {
  const packages = COMPARED_PACKAGES.map((name) => `${name} ${installedVersion(name)}`);
  return {
    date: new Date().toISOString().slice(0, 10),
    hardware: `${cpus().length} × ${cpus()[0]?.model}, ${process.platform} ${process.arch}`,
    versions: [`Node.js ${process.versions.node} and ${BUILDS["node-24"].version}`, ...packages].join(", "),
  };
}
