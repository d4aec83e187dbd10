/**
 * Counts the frames that a WebSocket server sends over one socket, without reading them: a client that read them would be
 * slower than the server under measurement.
 */
export class FrameCounter {
  frames = 0;
  /** The bytes that are missing of an incomplete frame whose head has been read. */
  #missing = 0;
  /** The incomplete head at the end of the last chunk. */
  #head: Buffer = Buffer.alloc(0);

  /** @returns how many frames the chunk completed */
  push(chunk: Buffer): number {
    const before = this.frames;
    let bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    this.#head = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (this.#missing === 0) {
        const length = lengthOf(bytes);
        if (length === undefined) {
          this.#head = bytes;
          break;
        }
        this.#missing = length;
      }
      const taken = Math.min(this.#missing, bytes.length);
      bytes = bytes.subarray(taken);
      this.#missing -= taken;
      if (this.#missing === 0) this.frames += 1;
    }
    return this.frames - before;
  }
}

/** The length of the first frame with its head; undefined while the head is incomplete. RFC 6455, section 5.2. */
function lengthOf(bytes: Buffer): number | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  if (short < 126) return head + short;
  return head + (short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
}
