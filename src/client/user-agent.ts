/** The `User-Agent` of requests, where the platform lets a program set it. `npm run release` sets the version. */
export const USER_AGENT = "webpubsub-fetch/0.1.0";
