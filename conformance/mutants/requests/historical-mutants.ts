import type { Interception } from "../../emulator/interception.js";
import { badRequest, emptyResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant, MutantHead } from "../mutant.js";
import { PERMISSIONS, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** A server that does not know a path of the API, because it has another for it. */
const elsewhere = (method: string, path: RegExp): Interception => ({
  target: (target, request) => {
    if (request.method === method && path.test(target.path)) throw emptyResponse(404);
    return target;
  },
});

const IN_GO = "An emulator in Go has it so, by its README.";
const SIMULATOR = "A simulator did so: https://github.com/Azure/azure-sdk-for-js/pull/33106";
const PREVIEW = "The preview of 2020-10-01 had it so.";

const VARIANTS: readonly (Omit<MutantHead, "id"> & { readonly name: string; readonly interception: Interception })[] = [
  {
    name: "token-path",
    summary: "Tokens are generated at :generateClientAccessToken only.",
    history: IN_GO,
    operations: ["generateClientToken"],
    interception: elsewhere("POST", /\/:generateToken$/),
  },
  {
    name: "membership-path",
    summary: "A connection is added at connections/{connectionId}/groups/{group} only.",
    history: IN_GO,
    operations: ["addConnectionToGroup"],
    interception: elsewhere("PUT", /\/groups\/[^/]+\/connections\//),
  },
  {
    name: "permission-method",
    summary: "Permissions are asked for with GET only.",
    history: IN_GO,
    operations: ["checkPermission"],
    interception: elsewhere("HEAD", /\/permissions\//),
  },
  {
    name: "health-path",
    summary: "Health is told at /api/v1/health only.",
    history: PREVIEW,
    operations: ["getServiceStatus"],
    interception: elsewhere("HEAD", /\/api\/health$/),
  },
  {
    name: "existence-of-few",
    summary: "There is no operation that asks whether a connection exists.",
    history: PREVIEW,
    operations: ["connectionExists"],
    interception: elsewhere("HEAD", /\/connections\/[^/]+$/),
  },
  {
    name: "body-with-a-message",
    summary: "The body of a message has to be JSON with a member message.",
    history: SIMULATOR,
    operations: SENDS,
    interception: {
      handle: (call, handler) => {
        const isSend = SENDS.includes(call.operation);
        if (isSend && !/^\{"message":/.test(call.body.toString())) throw badRequest("There is no message.");
        return handler(call);
      },
    },
  },
  {
    name: "unknown-group-is-404",
    summary: "A message to a group without members is answered with 404.",
    history: SIMULATOR,
    operations: ["sendToGroup"],
    interception: {
      handle: (call, handler) => {
        if (call.operation === "sendToGroup" && call.hub.members(String(call.values.group)).size === 0)
          throw emptyResponse(404);
        return handler(call);
      },
    },
  },
  {
    name: "permissions-not-implemented",
    summary: "The operations of permissions are answered with 501.",
    history: "The official emulator answers so where it lacks an operation.",
    operations: PERMISSIONS,
    interception: {
      handle: (call, handler) => {
        if (PERMISSIONS.includes(call.operation)) throw emptyResponse(501);
        return handler(call);
      },
    },
  },
  {
    name: "token-needs-no-group-name",
    summary: "Any group can be put into a token.",
    operations: ["generateClientToken"],
    interception: {
      reply: (reply, _, operation) =>
        operation === "generateClientToken" && reply.status === 400
          ? {
              status: 200,
              listsApiVersions: true,
              headers: { "Content-Type": "application/json" },
              body: { token: "a.b.c" },
            }
          : reply,
    },
  },
];

export const history: readonly Mutant[] = VARIANTS.map(({ name, interception, ...head }) =>
  wrongEmulator({ ...head, id: `history/${name}` }, () => interception),
);
