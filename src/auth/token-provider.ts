/** Gives the token for a request to the address `audience`, without the word `Bearer`. */
export type TokenProvider = (audience: string) => string | Promise<string>;
