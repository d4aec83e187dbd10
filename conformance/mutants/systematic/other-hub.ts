import type { Mutant } from "../mutant.js";
import { each } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

export const otherHub: readonly Mutant[] = each
  .filter(({ path }) => path.includes("{hub}"))
  .map(({ id, name }) =>
    wrongHandler(
      { id: `other-hub/${name}`, sentence: `${id} is done in another hub than the one in the path.` },
      [id],
      (call, handler) => handler({ ...call, hub: call.context.hubs.get(`not_${call.hub.name}`) }),
    ),
  );
