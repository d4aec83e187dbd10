import { hostCases } from "./host-cases.js";

await hostCases(0);
