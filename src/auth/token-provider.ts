/** Provides the token for a request, without `Bearer`. @param audience the URL of the request, without its proxy */
export type TokenProvider = (audience: string) => string | Promise<string>;
