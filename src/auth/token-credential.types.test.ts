import type {
  AzureCliCredential,
  ChainedTokenCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  TokenCredential as IdentityCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createClient } from "../client/client.js";
import { typesOnly } from "../testing/types-only.js";
import type { TokenCredential } from "./token-credential.js";

// With the real package: its credentials are accepted without a cast.

const endpoint = "https://contoso.webpubsub.azure.com";

describe("TokenCredential", () => {
  test("accepts every credential of @azure/identity", () => {
    typesOnly();
    expectTypeOf<DefaultAzureCredential>().toExtend<TokenCredential>();
    expectTypeOf<ManagedIdentityCredential>().toExtend<TokenCredential>();
    expectTypeOf<WorkloadIdentityCredential>().toExtend<TokenCredential>();
    expectTypeOf<ClientSecretCredential>().toExtend<TokenCredential>();
    expectTypeOf<ChainedTokenCredential>().toExtend<TokenCredential>();
    expectTypeOf<AzureCliCredential>().toExtend<TokenCredential>();
    // The package's own interface, so that credentials of other packages are accepted too.
    expectTypeOf<IdentityCredential>().toExtend<TokenCredential>();
    // The type is not so wide that it accepts anything.
    expectTypeOf<{ getToken(): Promise<string> }>().not.toExtend<TokenCredential>();
    expectTypeOf<Pick<DefaultAzureCredential, never>>().not.toExtend<TokenCredential>();
  });

  test("lets createClient accept such a credential, with and without options", () => {
    const makeClient = (credential: DefaultAzureCredential) => createClient({ endpoint, credential });
    const makeOldClient = (credential: IdentityCredential) =>
      createClient({ apiVersion: "2023-07-01", endpoint, credential, throwOnError: true });
    // @ts-expect-error: a credential is not an access key.
    const makeWrongClient = (credential: DefaultAzureCredential) => createClient({ endpoint, accessKey: credential });
    expect([makeClient, makeOldClient, makeWrongClient]).toHaveLength(3);
  });
});
