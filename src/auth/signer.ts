/** The claims of a token, in the order in which they are written. */
export type Claims = Readonly<Record<string, unknown>>;

/** Signs a JSON Web Token with these claims. */
export type Signer = (claims: Claims) => string | Promise<string>;

/** Makes what signs with an access key. A type of its own, because declarations must not import what depends on the platform. */
export type SignerOf = (accessKey: string) => Signer;
