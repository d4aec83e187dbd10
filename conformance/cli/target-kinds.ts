import type { DescriptionName } from "../../generated/descriptions.js";
import { readDocument } from "../description/documents.js";
import { UsageError } from "../emulator/command-options.js";
import { connectToMock, connectToServer, type ServerAccess } from "../runner/preflight.js";
import type { StartedTarget } from "../targets/target.js";
import { registerSecret } from "../wire/redact.js";
import { withPeers } from "./optional-peers.js";

/** A kind of target: how a run reaches it, and what is known about it. */
export interface TargetKind {
  /** What reports call the target. */
  readonly name: string;
  /** Whether it returns the examples of the description and keeps no state. */
  readonly isMock: boolean;
  /** The file in `expectations/`, without its extension, that a run reads when the command names none. */
  readonly expectations: string;
  /** How many threads run cases. */
  readonly threads: 1 | 2;
  /** How many cases each thread runs at once. */
  readonly concurrency: number;
  /** Whether a documented item that no case covers fails a run. Not of servers of other people: it is a gap of the suite. */
  readonly coverageDecides: boolean;
  /** Whether it serves one description only, so that a run must name exactly one. */
  readonly hasOneDescription: boolean;
  /**
   * Starts the target, or checks that it can be reached.
   *
   * @returns undefined if each thread starts a target of its own, as with the emulator: its clock cannot be sent to a thread
   * @throws {TargetError} if it cannot be reached or is not a server of this kind
   * @throws {MissingPeerError} if a package that it needs is not installed
   */
  start(description: DescriptionName): Promise<StartedTarget | undefined>;
}

const PRISM_PACKAGES = ["@stoplight/prism-core", "@stoplight/prism-http", "@stoplight/prism-http-server"];

/** A Prism mock: one for each description in this process or, with a URL, the one that is running there. */
export function prism(url?: string): TargetKind {
  return {
    name: url ?? "prism",
    isMock: true,
    coverageDecides: true,
    expectations: "prism",
    threads: 2,
    concurrency: 8,
    hasOneDescription: url !== undefined,
    async start(description) {
      if (url !== undefined) return connectToMock(url, description);
      // Imported here, so that the other targets need no Prism.
      const { startPrism } = await withPeers(PRISM_PACKAGES, () => import("../targets/prism-target.js"));
      return startPrism(readDocument(description));
    },
  };
}

/**
 * The emulator of this package, in this process.
 *
 * @throws {UsageError} with a URL
 */
export function emulator(url?: string): TargetKind {
  if (url !== undefined) {
    throw new UsageError(
      "--target emulator starts its own emulator and takes no --url. To test a running one, give --url and --access-key-env, without --target.",
    );
  }
  return {
    name: "emulator",
    isMock: false,
    coverageDecides: true,
    expectations: "emulator",
    threads: 2,
    concurrency: 8,
    hasOneDescription: false,
    start: async () => undefined,
  };
}

/** A {@link TargetKind} with the access that was given for it. */
export interface ServerKind extends TargetKind {
  readonly access: ServerAccess;
}

/** A server of the API that is running, such as a proxy, another emulator or the service itself. */
export function server(access: ServerAccess): ServerKind {
  return {
    name: access.address,
    isMock: false,
    coverageDecides: false,
    expectations: "server",
    // One thread, because the rate is limited by thread; two cases, because the smallest service takes 20 connections.
    threads: 1,
    concurrency: 2,
    hasOneDescription: false,
    access,
    start(description) {
      if (access.accessKey !== undefined) registerSecret(access.accessKey, "ACCESS_KEY");
      if (access.token !== undefined) registerSecret(access.token, "TOKEN");
      return connectToServer(access, description);
    },
  };
}

/** The targets that the command starts by itself, by the name that `--target` takes. */
export const NAMED_TARGETS = { prism, emulator } as const satisfies Record<string, (url?: string) => TargetKind>;
export type TargetName = keyof typeof NAMED_TARGETS;
export const TARGET_NAMES = Object.keys(NAMED_TARGETS) as TargetName[];
