import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

export const otherHub: readonly Mutant[] = describedOperations
  .filter(({ path }) => path.includes("{hub}"))
  .map(({ id, name }) =>
    wrongHandler(
      { id: `other-hub/${name}`, summary: `${id} acts in another hub than the one in the path.`, operations: [id] },
      (call, handler) => handler({ ...call, hub: call.context.hubs.get(`not_${call.hub.name}`) }),
    ),
  );
