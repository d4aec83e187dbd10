export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Aspect, Case, CaseResult as Evidence, CaseRunOptions as RunSettings, Level } from "./cases/case.js";
export { conformanceCases } from "./cases/index.js";
export type { CoverageItem as Fact, CoverageKind as Kind } from "./description/coverage-items.js";
export type { Capability } from "./targets/capability.js";
export { type StartedTarget, type Target, TargetUnreachableError as TargetGoneError } from "./targets/target.js";
export { ConformanceError } from "./wire/conformance-error.js";
export type { TranscriptEntry as StepView } from "./wire/transcript.js";
