export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Aspect, Case, CaseResult, CaseRunOptions, Level } from "./cases/case.js";
export { conformanceCases } from "./cases/index.js";
export type { CoverageItem, CoverageKind } from "./description/coverage-items.js";
export type { Capability } from "./targets/capability.js";
export { type StartedTarget, type Target, TargetUnreachableError } from "./targets/target.js";
export { ConformanceError } from "./wire/conformance-error.js";
export type { TranscriptEntry } from "./wire/transcript.js";
