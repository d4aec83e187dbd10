import type { AnyClient } from "../client/client-settings.js";
import type { RequestOptions } from "../client/client-types.js";
import { requireOk } from "../client/operation-function.js";
import { REQUEST_OPTIONS } from "../client/request-options.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { requireKnown } from "../shared/invalid-input.js";

/**
 * Checks whether the service reports that it is healthy (`getServiceStatus`). 5xx is retried, so the result false takes as long as
 * the retries, unless `retry` is false.
 *
 * @returns true after 200, false after 5xx
 * @throws {WebPubSubError} without a response, or with one that says nothing about health, such as the response of another server
 * @example
 * const healthy = await isServiceHealthy(client, { timeout: 2_000, retry: false });
 */
export async function isServiceHealthy(client: AnyClient, options: RequestOptions = {}): Promise<boolean> {
  requireKnown("isServiceHealthy", options, REQUEST_OPTIONS);
  try {
    const { response } = await client.HEAD("/api/health", { ...options, throwOnError: true });
    return requireOk("getServiceStatus", response, "5xx");
  } catch (error) {
    if (error instanceof WebPubSubError && (error.status ?? 0) >= 500) return false;
    throw error;
  }
}
