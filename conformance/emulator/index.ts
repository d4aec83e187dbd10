export type { Clock, ManualClock } from "./clock.js";
export type { UserEvent, UserEventHandler } from "./context.js";
export { DEFAULT_ACCESS_KEY, type Emulator, type EmulatorOptions, startEmulator } from "./emulator.js";
export type { Fault, FaultMatch } from "./faults.js";
export type { ConnectionEntry, DeliveryEntry, Log, LogEntry, RequestEntry } from "./log.js";
export type { Payload } from "./state/message.js";
