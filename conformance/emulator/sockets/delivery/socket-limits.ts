/** What a client may use up, and for how long. */
export interface Limits {
  /** The longest frame that a client may send, in bytes; a longer one closes its socket with 1009. */
  readonly frameBytes: number;
  /** How much may wait for a client that reads too slowly, in bytes; with more its connection ends (SlowClient).
   * Above `reliableBytes`, all of which a recovered connection is sent at once. */
  readonly outgoingBytes: number;
  /** How many frames of a client may wait while its event is being handled, in bytes; with more it is read no further. */
  readonly incomingBytes: number;
  /** How many messages a reliable connection keeps until they are acknowledged; with more it ends. */
  readonly reliableMessages: number;
  /** The same in bytes. */
  readonly reliableBytes: number;
  /** How long a reliable connection lives on without a socket, in seconds. */
  readonly recoverySeconds: number;
  /** How many groups a client may bring its connection into. */
  readonly groups: number;
  /** How many connections there may be at once; the next is refused with 503. */
  readonly connections: number;
  /**
   * How often the service asks a client that says nothing whether it is still there, in seconds. One that did not answer
   * by the next time loses its socket (PingTimeout). Null: never.
   *
   * With a manual clock more than the answer's way there and back has to pass between two of these, in real time: a clock
   * that is moved over both at once finds every client silent. So it is null by default there, and 30 with the real clock.
   */
  readonly pingSeconds: number | null;
}

/** Documented are frames of 1 MB, 1000 messages or 16 MB, and 30 seconds at the least. The others are ours. */
export const DEFAULT_LIMITS: Omit<Limits, "pingSeconds"> = {
  frameBytes: 1024 * 1024,
  outgoingBytes: 32 * 1024 * 1024,
  incomingBytes: 1024 * 1024,
  reliableMessages: 1000,
  reliableBytes: 16 * 1024 * 1024,
  recoverySeconds: 30,
  groups: 10_000,
  connections: 100_000,
};

/** What a thing that waits costs beside its bytes, so that very many very small ones count too. */
export const OVERHEAD_BYTES = 128;
