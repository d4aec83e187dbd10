/** A frame that is none of the subprotocol's: its sender is closed with 1007. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}
