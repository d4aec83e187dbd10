export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Aspect, Case, Evidence, Level, RunSettings } from "./cases/case.js";
export { conformanceCases } from "./cases/index.js";
export type { Fact, Kind } from "./description/coverage-items.js";
export type { Capability } from "./targets/capability.js";
export { type StartedTarget, type Target, TargetGoneError } from "./targets/target.js";
export { ConformanceError } from "./wire/conformance-error.js";
export type { StepView } from "./wire/transcript.js";
