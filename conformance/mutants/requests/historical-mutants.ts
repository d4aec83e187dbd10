import type { OperationId } from "../../../generated/operations.js";
import type { Interception } from "../../emulator/interception.js";
import { badRequest, emptyResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { PERMISSIONS, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** A deviation of a real server. */
interface Deviation {
  readonly operations: readonly OperationId[];
  readonly interception: Interception;
}

/** A server that does not know a path of the API because it uses another one. */
const withoutPath = (operation: OperationId, method: string, path: RegExp): Deviation => ({
  operations: [operation],
  interception: {
    target: (target, request) => {
      if (request.method === method && path.test(target.path)) throw emptyResponse(404);
      return target;
    },
  },
});

const IN_GO = "An emulator in Go has it so, by its README.";
const SIMULATOR = "A simulator did so: https://github.com/Azure/azure-sdk-for-js/pull/33106";
const PREVIEW = "The preview of 2020-10-01 had it so.";

const VARIANTS: readonly Variant<Deviation>[] = [
  [
    "token-path",
    "Tokens are only generated at :generateClientAccessToken.",
    withoutPath("generateClientToken", "POST", /\/:generateToken$/),
    IN_GO,
  ],
  [
    "membership-path",
    "Connections are only added at connections/{connectionId}/groups/{group}.",
    withoutPath("addConnectionToGroup", "PUT", /\/groups\/[^/]+\/connections\//),
    IN_GO,
  ],
  [
    "permission-method",
    "Permissions are only checked with GET.",
    withoutPath("checkPermission", "HEAD", /\/permissions\//),
    IN_GO,
  ],
  [
    "health-path",
    "The health of the service is only reported at /api/v1/health.",
    withoutPath("getServiceStatus", "HEAD", /\/api\/health$/),
    PREVIEW,
  ],
  [
    "existence-of-few",
    "No operation checks whether a connection exists.",
    withoutPath("connectionExists", "HEAD", /\/connections\/[^/]+$/),
    PREVIEW,
  ],
  [
    "body-with-a-message",
    "The body of a message must be a JSON object with the member message.",
    {
      operations: SENDS,
      interception: {
        handle: (call, handler) => {
          const isSend = SENDS.includes(call.operation);
          if (isSend && !/^\{"message":/.test(call.body.toString())) throw badRequest("There is no message.");
          return handler(call);
        },
      },
    },
    SIMULATOR,
  ],
  [
    "unknown-group-is-404",
    "A message to a group without members gets 404.",
    {
      operations: ["sendToGroup"],
      interception: {
        handle: (call, handler) => {
          if (call.operation === "sendToGroup" && call.hub.members(String(call.values.group)).size === 0)
            throw emptyResponse(404);
          return handler(call);
        },
      },
    },
    SIMULATOR,
  ],
  [
    "permissions-not-implemented",
    "The permission operations return 501.",
    {
      operations: PERMISSIONS,
      interception: {
        handle: (call, handler) => {
          if (PERMISSIONS.includes(call.operation)) throw emptyResponse(501);
          return handler(call);
        },
      },
    },
    "The official emulator answers so where it lacks an operation.",
  ],
  [
    "token-needs-no-group-name",
    "A token can be generated for any group name.",
    {
      operations: ["generateClientToken"],
      interception: {
        response: (response, _, operation) =>
          operation === "generateClientToken" && response.status === 400
            ? {
                status: 200,
                listsApiVersions: true,
                headers: { "Content-Type": "application/json" },
                body: { token: "a.b.c" },
              }
            : response,
      },
    },
  ],
];

/** Deviations of real servers that no other family has. */
export const historical: readonly Mutant[] = mutantsOf(
  "history",
  ({ operations }) => ({ operations, make: (head, { interception }) => wrongEmulator(head, () => interception) }),
  VARIANTS,
);
