/** The claims of a token, in the order in which they are written. */
export type Claims = Readonly<Record<string, unknown>>;

/** Makes a JSON Web Token of claims. */
export type Signer = (claims: Claims) => string | Promise<string>;
