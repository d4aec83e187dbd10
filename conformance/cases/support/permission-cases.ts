import type { OperationId } from "../../../generated/operations.js";
import { successStatus } from "../../description/example-requests.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext, ExpectedRejection } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";
import { otherHub } from "./membership.js";
import { expectAllowed, expectForbidden, type Permission, permissionRequest } from "./permission-frames.js";

type PermissionOperation = Extract<OperationId, `${string}Permission`>;

const UNKNOWN_CONNECTION: ExpectedRejection = {
  status: 404,
  code: "Info.Connection.NotExisted",
  target: "Connection",
};

/** Recorded for revokePermission. */
export const NO_TARGET_NAME: ExpectedRejection = {
  status: 400,
  code: "Error.BadRequest",
  target: "Request",
};

/** The cases that grantPermission, revokePermission and checkPermission all have. @param slug the permission in case ids */
export function commonPermissionCases(
  operation: PermissionOperation,
  permission: Permission,
  slug: string,
): WrittenCase[] {
  const { must, should, atLevel } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  const isGrant = operation === "grantPermission";
  const isRevoke = operation === "revokePermission";

  /** Grants the permission, for operations that need one to act on. */
  const grantFirst = async (context: CaseContext, client: SocketClient) => {
    if (!isGrant) await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
  };

  return [
    should(
      `${slug}/star-is-a-name`,
      "A `*` in targetName is the name of a group, not a wildcard.",
      "parameter targetName",
      async (context) => {
        const client = await context.connect();
        await grantFirst(context, client);
        const star = permissionRequest(permission, client, "*");
        if (isGrant) {
          for (const values of [star, permissionRequest(permission, client, "room*")])
            await context.expectAccepted(operation, values);
          await expectForbidden(context, client, permission, "room");
          await expectAllowed(context, client, permission, "*");
        } else if (isRevoke) {
          await context.expectAccepted(operation, star);
          await expectAllowed(context, client, permission, "room");
        } else await context.expectNotFound(operation, star);
      },
    ),
    should(
      `${slug}/any-letter-case`,
      "The letter case of the permission in the path is ignored.",
      "parameter permission",
      async (context) => {
        const client = await context.connect();
        await grantFirst(context, client);
        const name = isRevoke ? permission.toLowerCase() : permission.toUpperCase();
        const exchange = await context.sendRaw(operation, permissionRequest(name, client, "room"));
        context.expectResponse(operation, exchange, Number(successStatus(context.operation(operation))));
        if (isGrant) await expectAllowed(context, client, permission, "room");
        if (isRevoke) await expectForbidden(context, client, permission, "room");
      },
    ),
    must(
      `${slug}/unknown-connection`,
      isRevoke
        ? "Revoking from an unknown connection succeeds."
        : "An unknown connection is rejected with 404 Info.Connection.NotExisted.",
      isRevoke ? "response 204" : isGrant ? "E31" : "E16",
      async (context) => {
        const values = permissionRequest(permission, { id: context.unknownId }, "room");
        if (isRevoke) await context.expectAccepted(operation, values);
        else if (isGrant) await context.expectRejected(operation, values, UNKNOWN_CONNECTION);
        else await context.expectNotFound(operation, values, UNKNOWN_CONNECTION.code);
      },
      { aspect: isRevoke ? "responses" : "rejections", needs: ["state"] },
    ),
    should(
      `${slug}/connection-of-another-hub`,
      isRevoke
        ? "Revoking in one hub does not affect a connection of another hub."
        : "A connection of another hub is unknown (404).",
      isRevoke ? "operation" : "E16",
      async (context) => {
        const hub = otherHub(context);
        const client = await context.connect({ hub });
        const here = permissionRequest(permission, client, "room");
        const there = { ...here, path: { ...here.path, hub } };
        if (!isGrant) await context.expectAccepted("grantPermission", there);
        if (isRevoke) {
          await context.expectAccepted(operation, here);
          await context.expectAccepted("checkPermission", there);
        } else await context.expectNotFound(operation, here, UNKNOWN_CONNECTION.code);
      },
    ),
    atLevel(
      isRevoke ? "MUST" : "SHOULD",
      `${slug}/without-target-name`,
      `A request without targetName is rejected with 400${isRevoke ? " and revokes nothing" : ""}.`,
      isRevoke ? "E36" : "E71",
      async (context) => {
        const client = await context.connect();
        if (isRevoke) await grantFirst(context, client);
        const { status, code = "" } = NO_TARGET_NAME;
        const expected = isRevoke ? NO_TARGET_NAME : { status, code };
        await context.expectRejected(operation, permissionRequest(permission, client), expected);
        if (isRevoke) await expectAllowed(context, client, permission, "room");
      },
      { aspect: "rejections" },
    ),
  ];
}
