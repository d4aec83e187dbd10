import { execFileSync } from "node:child_process";

/** @throws {Error} that says what to install, if there is no curl */
export function requireCurl(): void {
  try {
    execFileSync("curl", ["--version"], { stdio: "ignore" });
  } catch {
    throw new Error("curl was not found in PATH. Install curl to run this test.");
  }
}
