import type { parameters } from "../../../generated/operations.js";

/** A permission that the emulator knows. */
export type Permission = (typeof parameters.permission.knownValues)[number];

/** The limit of rules for group names, of one connection. */
const MAX_RULES = 1000;
const MAX_PATTERNS = 10;
const MAX_STARS = 5;
const MAX_PATTERN_CHARACTERS = 1024;

/** The permissions of one connection: those of its roles, and those that were granted and revoked since. */
export class PermissionSet {
  readonly #roles: Record<Permission, RoleRules>;
  /** Whether a permission was granted or revoked for a group name. Takes precedence over roles. */
  readonly #rules: Record<Permission, Map<string, boolean>> = { joinLeaveGroup: new Map(), sendToGroup: new Map() };

  /** @param roles those of the client's token; unknown roles are ignored */
  constructor(roles: readonly string[]) {
    this.#roles = {
      joinLeaveGroup: new RoleRules(roles, "joinLeaveGroup"),
      sendToGroup: new RoleRules(roles, "sendToGroup"),
    };
  }

  allows(permission: Permission, group: string): boolean {
    return this.#rules[permission].get(group) ?? this.#roles[permission].allow(group);
  }

  /** @returns false if the connection already has {@link MAX_RULES} rules */
  grant(permission: Permission, group: string): boolean {
    return this.#set(permission, group, true);
  }

  /**
   * Takes precedence over a role that gives the permission for all groups or by a pattern, for this one name.
   *
   * @returns false if the connection already has {@link MAX_RULES} rules
   */
  revoke(permission: Permission, group: string): boolean {
    return this.#set(permission, group, false);
  }

  #set(permission: Permission, group: string, allowed: boolean): boolean {
    const rules = this.#rules[permission];
    const size = this.#rules.joinLeaveGroup.size + this.#rules.sendToGroup.size;
    if (size >= MAX_RULES && !rules.has(group)) return false;
    rules.set(group, allowed);
    return true;
  }
}

/** The roles for one permission: `webpubsub.sendToGroup`, `webpubsub.sendToGroup.{group}`, `webpubsub.sendToGroups.{pattern}`. */
class RoleRules {
  readonly #all: boolean;
  readonly #groups: ReadonlySet<string>;
  readonly #patterns: readonly RegExp[];

  constructor(roles: readonly string[], permission: Permission) {
    const after = (prefix: string) =>
      roles.filter((role) => role.startsWith(prefix)).map((role) => role.slice(prefix.length));
    this.#all = roles.includes(`webpubsub.${permission}`);
    this.#groups = new Set(after(`webpubsub.${permission}.`));
    const patterns = after(`webpubsub.${permission}s.`).map(compilePattern);
    this.#patterns = patterns.filter((pattern) => pattern !== undefined).slice(0, MAX_PATTERNS);
  }

  allow(group: string): boolean {
    return this.#all || this.#groups.has(group) || this.#patterns.some((pattern) => pattern.test(group));
  }
}

/** Tokens of a pattern that stand for something else than themselves, each as a regular expression. */
const TOKEN_EXPRESSIONS: ReadonlyMap<string, string> = new Map([
  ["**", "[\\s\\S]*"],
  ["*", "[^.]*"],
  ["?", "[^.]"],
  ["\\\\", "\\\\"],
  ["\\*", "\\*"],
  ["\\?", "\\?"],
]);

/**
 * Compiles the pattern of a role: `?` matches one character and `*` any number of them, both except a full stop; `**`
 * matches any number of any characters. A backslash escapes a backslash, `*` or `?`.
 *
 * @returns undefined if the pattern is invalid or beyond a limit
 */
function compilePattern(pattern: string): RegExp | undefined {
  if (pattern.length > MAX_PATTERN_CHARACTERS) return undefined;
  const tokens = Array.from(pattern.matchAll(/\\[\s\S]?|\*\*|[\s\S]/gu), ([token]) => token);
  if (tokens.some((token) => token.startsWith("\\") && !TOKEN_EXPRESSIONS.has(token))) return undefined;
  const stars = tokens.filter((token) => token.startsWith("*")).join("").length;
  if (stars > MAX_STARS) return undefined;
  return new RegExp(`^${tokens.map(expressionOf).join("")}$`, "u");
}

function expressionOf(token: string): string {
  return TOKEN_EXPRESSIONS.get(token) ?? token.replace(/[$()+./[\]^{|}]/, "\\$&");
}
