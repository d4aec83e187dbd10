import type { Hub, Hubs } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { exists } from "../support/change-request.js";
import { describedOperations, READS } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** The hub and the other hubs of the same case, whose names differ only behind a number. */
function hubsOfTheCase(hubs: Hubs, { name }: Hub): Hub[] {
  const stem = (text: string) => text.replace(/(\d)_[a-z]+$/, "$1");
  return [...hubs].filter((hub) => stem(hub.name) === stem(name));
}

/** A read finds its connection, user or group in any hub; a change is made in every hub that has it. */
export const everyHub: readonly Mutant[] = describedOperations
  .filter(({ path, id }) => path.includes("{hub}") && id !== "generateClientToken")
  .map(({ id, name }) =>
    wrongHandler(
      { id: `every-hub/${name}`, summary: `${id} does not keep hubs apart.`, operations: [id] },
      (call, handler) => {
        const hubs = hubsOfTheCase(call.context.hubs, call.hub).filter((hub) => exists(hub, call.values));
        if (hubs.length === 0) return handler(call);
        if (READS.includes(id)) return handler({ ...call, hub: hubs.find((hub) => hub !== call.hub) ?? call.hub });
        return hubs.map((hub) => handler({ ...call, hub })).at(-1) ?? handler(call);
      },
    ),
  );
