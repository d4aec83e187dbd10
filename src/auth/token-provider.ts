/** Gives the token for a request to the address `audience`, without the word `Bearer`. */
export type Authorize = (audience: string) => string | Promise<string>;
