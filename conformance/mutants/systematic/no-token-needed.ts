import { DEFAULT_ACCESS_KEY } from "../../emulator/start-emulator.js";
import { signToken } from "../../wire/tokens.js";
import type { Mutant } from "../mutant.js";
import { operationOf } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

export const noTokenNeeded: readonly Mutant[] = describedOperations
  .filter(({ tokenRequired }) => tokenRequired)
  .map(({ id, name }) =>
    wrongEmulator(
      {
        id: `no-token-needed/${name}`,
        summary: `${id} accepts requests with any token, and without one.`,
        operations: [id],
      },
      () => ({
        target: (target, request) => {
          if (operationOf(target, request.method) !== id) return target;
          const endpoint = `http://${request.headers.host}`;
          const owner = { name: "mutant", endpoint, accessKey: DEFAULT_ACCESS_KEY, capabilities: [], now: () => 4e12 };
          request.headers.authorization = `Bearer ${signToken(owner, `${endpoint}${target.path}`)}`;
          return target;
        },
      }),
    ),
  );
