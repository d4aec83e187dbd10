/** The subprotocol whose messages are kept until they are acknowledged, and whose connections can be recovered. */
export const RELIABLE = "json.reliable.webpubsub.azure.v1";

/**
 * The subprotocols of the service that the emulator speaks. It does not speak `protobuf.webpubsub.azure.v1` and
 * `protobuf.reliable.webpubsub.azure.v1`: whoever offers nothing else becomes a raw client, as with any unknown one.
 */
const SUBPROTOCOLS = ["json.webpubsub.azure.v1", RELIABLE] as const;

export type Subprotocol = (typeof SUBPROTOCOLS)[number];

/** The first of those that a client offers which is spoken here; null where none is: a raw client. */
export function selectSubprotocol(offered: Iterable<string>): Subprotocol | null {
  for (const name of offered) {
    const known = SUBPROTOCOLS.find((each) => each === name);
    if (known !== undefined) return known;
  }
  return null;
}
