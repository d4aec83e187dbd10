export type { Clock, ManualClock } from "./clock.js";
export type { UserEvent, UserEventHandler } from "./emulator-context.js";
export type { ConnectionEntry, DeliveryEntry, Log, LogEntry, RequestEntry } from "./emulator-log.js";
export type { Fault, FaultMatch } from "./faults.js";
export { DEFAULT_ACCESS_KEY, type Emulator, type EmulatorOptions, startEmulator } from "./start-emulator.js";
export type { Payload } from "./state/message.js";
