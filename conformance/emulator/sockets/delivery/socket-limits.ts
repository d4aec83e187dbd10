/** Limits of the client endpoint. */
export interface Limits {
  /** The size of a frame from a client, in bytes. A larger one closes the socket with 1009. */
  readonly frameBytes: number;
  /**
   * The unsent frames to a client that reads too slowly, in bytes. Beyond it the connection is closed (SlowClient).
   * Must be above `reliableBytes`, all of which a recovered connection may be sent at once.
   */
  readonly outgoingBytes: number;
  /** The frames of a client that wait while its event is handled, in bytes. Beyond it, reading pauses. */
  readonly incomingBytes: number;
  /** The unacknowledged messages of a reliable connection. Beyond it the connection is closed. */
  readonly reliableMessages: number;
  /** The size of the unacknowledged messages of a reliable connection, in bytes. Beyond it the connection is closed. */
  readonly reliableBytes: number;
  /** How long a reliable connection can be recovered after its socket closed, in seconds. */
  readonly recoverySeconds: number;
  /** The groups that a client can join. */
  readonly groups: number;
  /** The connections of the emulator. Beyond it, clients are rejected with 503. */
  readonly connections: number;
  /**
   * The interval of pings to clients, in seconds; null for none. A client that sends nothing until the next ping loses its
   * socket (PingTimeout).
   *
   * Default: 30 with the real clock, null with a manual one. A manual clock that moves by two intervals at once would cut
   * every client: there is no real time for a pong in between.
   */
  readonly pingSeconds: number | null;
}

/** The service documents frames of 1 MB, 1,000 messages or 16 MB, and at least 30 seconds. It does not state the others. */
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

/** Added to the size of each waiting frame, so that the limits also hold for many small ones. */
export const OVERHEAD_BYTES = 128;
