import type {
  AzureCliCredential,
  ChainedTokenCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  TokenCredential as IdentityCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { expect, expectTypeOf, test } from "vitest";
import { createClient } from "../client/client.js";
import { typesOnly } from "../testing/types-only.js";
import type { TokenCredential } from "./token-credential.js";

// With the real package: what it calls a credential goes in without a cast.

const endpoint = "https://contoso.webpubsub.azure.com";

test("every credential of @azure/identity is one of ours", () => {
  expectTypeOf<DefaultAzureCredential>().toExtend<TokenCredential>();
  expectTypeOf<ManagedIdentityCredential>().toExtend<TokenCredential>();
  expectTypeOf<WorkloadIdentityCredential>().toExtend<TokenCredential>();
  expectTypeOf<ClientSecretCredential>().toExtend<TokenCredential>();
  expectTypeOf<ChainedTokenCredential>().toExtend<TokenCredential>();
  expectTypeOf<AzureCliCredential>().toExtend<TokenCredential>();
  // What the package asks for itself, so that a credential of somebody else's goes in as well.
  expectTypeOf<IdentityCredential>().toExtend<TokenCredential>();
  // Not because anything would: what gives no token is none.
  expectTypeOf<{ getToken(): Promise<string> }>().not.toExtend<TokenCredential>();
  expectTypeOf<Pick<DefaultAzureCredential, never>>().not.toExtend<TokenCredential>();
  typesOnly();
});

test("a client is made with one, with and without its options", () => {
  const makeClient = (credential: DefaultAzureCredential) => createClient({ endpoint, credential });
  const makeOldClient = (credential: IdentityCredential) =>
    createClient({ apiVersion: "2023-07-01", endpoint, credential, throwOnError: true });
  // @ts-expect-error: a credential is no access key.
  const makeWrongClient = (credential: DefaultAzureCredential) => createClient({ endpoint, accessKey: credential });
  expect([makeClient, makeOldClient, makeWrongClient]).toHaveLength(3);
});
