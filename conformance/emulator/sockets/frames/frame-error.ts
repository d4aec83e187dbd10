/** A frame that violates the subprotocol. Its sender is closed with 1007; the message is the close reason. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}
