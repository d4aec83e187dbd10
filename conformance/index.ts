export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Aspect, Capability, Case, Evidence, Level, RunSettings } from "./case.js";
export { conformanceCases } from "./cases/index.js";
export { ConformanceError } from "./conformance-error.js";
export type { Fact, Kind } from "./report/facts.js";
export type { StepView } from "./stage/step.js";
export { type StartedTarget, type Target, TargetGoneError } from "./targets/target.js";
