/** The subprotocol that keeps messages until they are acknowledged, and whose connections can be recovered. */
export const RELIABLE = "json.reliable.webpubsub.azure.v1";

/**
 * The subprotocols that the emulator supports. It does not support `protobuf.webpubsub.azure.v1` and
 * `protobuf.reliable.webpubsub.azure.v1`: a client that offers nothing else becomes a simple client, as with any unknown one.
 */
const SUBPROTOCOLS = ["json.webpubsub.azure.v1", RELIABLE] as const;

export type Subprotocol = (typeof SUBPROTOCOLS)[number];

/** @returns the first supported one of those that a client offers; null if there is none: it is a simple client */
export function selectSubprotocol(offered: Iterable<string>): Subprotocol | null {
  for (const name of offered) {
    const known = SUBPROTOCOLS.find((each) => each === name);
    if (known !== undefined) return known;
  }
  return null;
}
