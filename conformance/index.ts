export { type DescriptionName, descriptions } from "../generated/descriptions.js";
export type { Capability, Case, Level } from "./case.js";
export { conformanceCases } from "./cases/index.js";
export { ConformanceError } from "./conformance-error.js";
export type { Fact, Kind } from "./report/facts.js";
export type { Target } from "./targets/target.js";
