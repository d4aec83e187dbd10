import type { Hub, Hubs } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { isThere } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** The hub, and those whose names begin with its name: the other hubs of the same case, and of no other. */
function equivalentBecause(hubs: Hubs, { name }: Hub): Hub[] {
  const stem = (text: string) => text.replace(/(\d)_[a-z]+$/, "$1");
  return [...hubs].filter((hub) => stem(hub.name) === stem(name));
}

const LOOKS: readonly string[] = ["connectionExists", "groupExists", "userExists", "listConnectionsInGroup"];

/** A connection or user is looked for wherever it is; what is done to many is done in all hubs. */
export const everyHub: readonly Mutant[] = describedOperations
  .filter(({ path, id }) => path.includes("{hub}") && id !== "generateClientToken")
  .map(({ id, name }) =>
    wrongHandler(
      { id: `every-hub/${name}`, summary: `${id} makes no difference between hubs.` },
      [id],
      (call, handler) => {
        const hubs = equivalentBecause(call.context.hubs, call.hub);
        const there = hubs.filter((hub) => isThere(hub, call.values));
        if (there.length === 0) return handler(call);
        if (LOOKS.includes(id)) return handler({ ...call, hub: there.find((hub) => hub !== call.hub) ?? call.hub });
        return there.map((hub) => handler({ ...call, hub })).at(-1) ?? handler(call);
      },
    ),
  );
