/** The `globalSetup` of the vitest project `openapi-tools`: installs the tools that are missing, two at a time. */
import { installTool } from "./tool-folder.js";
import { TOOLS } from "./tools.js";

export default async function setup(): Promise<void> {
  const queue = TOOLS.values();
  const installQueued = async () => {
    for (const tool of queue) await installTool(tool);
  };
  await Promise.all([installQueued(), installQueued()]);
}
