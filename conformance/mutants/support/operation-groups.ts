import type { Operation } from "../../../generated/operation.js";
import { type OperationId, operations } from "../../../generated/operations.js";
import { kebab } from "../../cases/case-ids.js";
import { successStatus } from "../../description/example-requests.js";

/** An operation as mutants are made of it. */
export interface DescribedOperation extends Operation {
  readonly id: OperationId;
  /** The id in kebab case, as ids of cases and mutants have it. */
  readonly name: string;
  /** The status of success. */
  readonly success: number;
}

/** Every operation of the newest api-version. */
export const describedOperations: readonly DescribedOperation[] = Object.entries(
  operations as Readonly<Record<string, Operation>>,
).map(([id, operation]) => ({
  ...operation,
  id: id as OperationId,
  name: kebab(id),
  success: Number(successStatus(operation)),
}));

export const operationIds = idsOf(() => true);

/** The operations that have a parameter of that name, in the path or in the query. */
export function withParameter(name: string, place?: "path" | "query"): readonly OperationId[] {
  return idsOf(({ parameters }) =>
    parameters.some((parameter) => parameter.name === name && (place === undefined || parameter.in === place)),
  );
}

/** Operations that only read. */
export const READS = idsOf(({ method }) => method === "GET" || method === "HEAD");

/** Operations that leave the state of the hub as it is: reads, and making a token. */
export const WITHOUT_EFFECT: readonly OperationId[] = [...READS, "generateClientToken"];

export const SENDS = idsOf(({ path }) => path.endsWith("/:send"));

/** Operations that close connections: only they take a reason. */
export const CLOSES = withParameter("reason", "query");

export const PERMISSIONS = idsOf(({ tags }) => tags.includes("permission"));

/** Operations that add many connections to groups, or remove them. */
export const BULK = idsOf(({ path }) => /\/:(?:addTo|removeFrom)Groups$/.test(path));

/** Operations that add one connection, or those of one user, to a group. */
export const SINGLE_ADDS = idsOf(({ method, path }) => method === "PUT" && path.includes("/groups/{group}"));

/** Operations that add connections to groups. */
export const ADDS = [...SINGLE_ADDS, ...idsOf(({ path }) => path.endsWith("/:addToGroups"))];

/** Operations that remove one connection, or those of one user, from a group. */
export const SINGLE_REMOVES = idsOf(({ method, path }) => method === "DELETE" && path.includes("/groups/{group}"));

/** Operations that remove connections from groups that the request names. */
export const REMOVES = [...SINGLE_REMOVES, ...idsOf(({ path }) => path.endsWith("/:removeFromGroups"))];

/** Operations that remove connections from all groups. */
export const REMOVES_FROM_ALL = idsOf(({ method, path }) => method === "DELETE" && path.endsWith("/groups"));

/** Operations that change the groups of every connection of a user. */
export const USER_MEMBERSHIP = [...ADDS, ...REMOVES, ...REMOVES_FROM_ALL].filter((id) =>
  withParameter("userId", "path").includes(id),
);

function idsOf(isMeant: (operation: DescribedOperation) => boolean): readonly OperationId[] {
  return describedOperations.filter(isMeant).map(({ id }) => id);
}
