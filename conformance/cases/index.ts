import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import type { Case } from "../case.js";
import { constraintCases } from "./constraints.js";
import { replayCases } from "./replay.js";

/** Every case for a description, derived from its operation table. Any runner can host them. */
export function conformanceCases(description: DescriptionName): Case[] {
  const operations = descriptions[description];
  return [...replayCases(description, operations), ...constraintCases(description, operations)];
}
