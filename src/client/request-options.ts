/** The names of the options that every helper and every operation function has: those of `RequestOptions`. */
export const REQUEST_OPTIONS = ["signal", "timeout", "deadline", "retry", "fetch", "dispatcher"];
