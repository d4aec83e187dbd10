/**
 * The conformance cases, for any test runner. The command `webpubsub-conformance` runs the same cases.
 *
 * A case throws a {@link ConformanceError} if the target does not meet its requirement, and a {@link TargetUnreachableError}
 * if nothing could be decided.
 *
 * @example
 * import { test } from "node:test";
 * import { conformanceCases, type Target } from "webpubsub-conformance";
 *
 * const target: Target = {
 *   name: "my server",
 *   endpoint: "http://127.0.0.1:8080",
 *   accessKey: process.env.ACCESS_KEY ?? "",
 *   capabilities: ["validation", "empty-values", "state", "sockets", "authentication", "access-key"],
 * };
 * for (const { id, needs, run } of conformanceCases("2024-12-01")) {
 *   const isDecidable = needs.every((capability) => target.capabilities.includes(capability));
 *   test(id, { skip: !isDecidable }, async () => void (await run(target)));
 * }
 *
 * @packageDocumentation
 */
export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Aspect, Case, CaseResult, CaseRunOptions, Level, Origin } from "./cases/case.js";
export { conformanceCases } from "./cases/index.js";
export type { CoverageItem, CoverageKind } from "./description/coverage-items.js";
export type { Capability } from "./targets/capability.js";
export { type StartedTarget, type Target, TargetUnreachableError } from "./targets/target.js";
export { ConformanceError } from "./wire/conformance-error.js";
export type { Exchange } from "./wire/exchange.js";
export type { FrameRecord, TranscriptEntry, TranscriptMessage } from "./wire/transcript.js";
