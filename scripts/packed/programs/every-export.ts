/**
 * A program that uses every export of the client. It is compiled, never run: client.types.test.ts compiles it against the packed
 * client with each supported compiler and `moduleResolution`.
 */
import {
  AbortedError,
  type AccessKey,
  type AnyClient,
  type ApiVersion,
  AuthenticationError,
  addConnectionsToGroups,
  addConnectionToGroup,
  addUserToGroup,
  type BytesOptions,
  bytes,
  type CallBaseOptions,
  type CallOptions,
  type Client,
  type ClientAccess,
  type ClientAccessOptions,
  type ClientBaseOptions,
  type ClientEndpointOptions,
  type ClientOptions,
  type ClientProtocol,
  type ClientRole,
  ConnectionError,
  type ConnectionPage,
  type ConnectionString,
  checkPermission,
  closeAllConnections,
  closeConnection,
  closeGroupConnections,
  closeUserConnections,
  connectionExists,
  createClient,
  type ErrorDetail,
  type FilterLiteral,
  type FilterValue,
  filter,
  type GroupMember,
  generateClientToken,
  getClientAccessToken,
  getServiceStatus,
  grantPermission,
  groupExists,
  type Hooks,
  type InnerError,
  InvalidInputError,
  isServiceHealthy,
  json,
  type ListConnectionsOptions,
  latestApiVersion,
  listConnections,
  listConnectionsInGroup,
  type Message,
  type MessageBytes,
  type MessageOptions,
  type Middleware,
  type OperationId,
  type OperationOptions,
  type OperationResult,
  type PagedConnections,
  type PathsWithMethod,
  type Permission,
  parseConnectionString,
  type RequestDispatcher,
  type RequestEvent,
  type RequestOptions,
  type ResponseEvent,
  type Result,
  type RetryEvent,
  type RetryOptions,
  removeConnectionFromAllGroups,
  removeConnectionFromGroup,
  removeConnectionsFromGroups,
  removeUserFromAllGroups,
  removeUserFromGroup,
  revokePermission,
  sendToAll,
  sendToConnection,
  sendToGroup,
  sendToUser,
  ThrottledError,
  TimeoutError,
  type TokenCredential,
  text,
  userExists,
  WebPubSubError,
} from "webpubsub-fetch";

const requests: RequestEvent[] = [];
const responses: ResponseEvent[] = [];
const retries: RetryEvent[] = [];
const hooks: Hooks = {
  onRequest: (event) => requests.push(event),
  onResponse: (event) => responses.push(event),
  onRetry: (event) => retries.push(event),
};
const retry: RetryOptions = {
  maxRetries: 5,
  baseDelay: 100,
  maxDelay: 1000,
  maxRetryAfter: 5000,
  retryNonIdempotent: false,
};
const common: ClientBaseOptions = {
  retry,
  hooks,
  timeout: 5000,
  deadline: 20_000,
  connections: 8,
  headers: { "x-a": "b" },
};
const { endpoint, accessKey }: ConnectionString = parseConnectionString(
  "Endpoint=https://contoso.webpubsub.azure.com;AccessKey=k;Version=1.0;",
);
const rotating: AccessKey = async () => accessKey;
const resource: ClientEndpointOptions = { endpoint, accessKey: rotating };
const credential: TokenCredential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 1 }) };

const options: ClientOptions<"2024-12-01"> = {
  endpoint: resource.endpoint,
  accessKey: rotating,
  apiVersion: "2024-12-01",
};
const client = createClient(options);
const older = createClient({ endpoint, credential, apiVersion: "2023-07-01", throwOnError: true });
const anyClient: AnyClient = createClient("Endpoint=https://a.example;AccessKey=k;Version=1.0;", common);
const version: ApiVersion = latestApiVersion;

type PathsOf<C> = C extends Client<infer Paths> ? Paths : never;
type Paths = PathsOf<typeof client>;
type SendToAll = Paths["/api/hubs/{hub}/:send"]["post"];
const posted = "/api/hubs/{hub}/:send" satisfies PathsWithMethod<Paths, "post">;

const written: Message<{ a: number }, "application/json"> = json({ a: 1 });
const raw: MessageBytes = new Uint8Array([1, 2, 3]);
const values: FilterValue[] = [1, "alice", null, true, ["alice", "bob"]];
const literal: FilterLiteral = "O'Hara";
const callBase: CallBaseOptions = { timeout: 1000, retry: false };
const middleware: Middleware = { onRequest: ({ request }) => request };
const call: CallOptions<SendToAll> = {
  params: { path: { hub: "chat" }, query: { filter: filter`userId ne ${literal} and userId in ${["alice"]}` } },
  ...written,
};

/** Sends in every form, and describes the first result. */
export async function send(): Promise<string> {
  client.use(middleware);
  const { error, response }: Result<SendToAll> = await client.POST(posted, { ...call, ...callBase });
  await client.POST(posted, { params: { path: { hub: "chat" } }, ...text("hello"), retry: false });
  await client.POST(posted, { params: { path: { hub: "chat" } }, ...bytes(raw), signal: AbortSignal.timeout(1000) });
  await older.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...json(values) });
  const details: readonly ErrorDetail[] | undefined = error?.details;
  const inner: InnerError | undefined = error?.inner;
  return `${response.status} ${details?.length} ${inner?.code} ${version}`;
}

// @ts-expect-error: a hub is a string
export const wrongType = () => client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: 1 } }, body: {} });

// @ts-expect-error: this operation does not exist in 2023-07-01
export const missing = () => older.GET("/api/hubs/{hub}/groups/{group}/connections");

export async function list(): Promise<(string | null | undefined)[]> {
  const options: ListConnectionsOptions = { hub: "chat", group: "lobby", top: 10, maxPageSize: 5 };
  const listing: PagedConnections = listConnections(client, options);
  const found: GroupMember[] = [];
  for await (const member of listing) found.push(member);
  let last: ConnectionPage | undefined;
  for await (const page of listing.byPage({ continuationToken: last?.continuationToken })) last = page;
  return found.map(({ userId }) => userId);
}

export async function access(): Promise<ClientAccess> {
  const clientProtocol: ClientProtocol = "MQTT";
  const roles: ClientRole[] = [
    "webpubsub.joinLeaveGroup",
    "webpubsub.sendToGroup.lobby",
    "webpubsub.sendToGroups.room-*",
  ];
  const options: ClientAccessOptions = { hub: "chat", userId: "alice", roles, groups: ["lobby"], clientProtocol };
  // @ts-expect-error: a misspelt role
  const misspelt: ClientRole = "webpubsub.sendToGrup";
  return getClientAccessToken(client, { ...options, roles: [...roles, misspelt] });
}

export async function exists(): Promise<boolean[]> {
  const limits: RequestOptions = { timeout: 1000, signal: new AbortController().signal };
  const permission: Permission = "joinLeaveGroup";
  return Promise.all([
    isServiceHealthy(client, limits),
    connectionExists(anyClient, { hub: "chat", connectionId: "c" }),
    groupExists(older, { hub: "chat", group: "lobby" }),
    userExists(client, { hub: "chat", userId: "alice", ...limits }),
    checkPermission(client, { hub: "chat", permission, connectionId: "c", targetName: "lobby" }),
  ]);
}

/** Operation functions. */
export async function operate(): Promise<string> {
  const options: OperationOptions<"sendToGroup"> = {
    hub: "chat",
    group: "lobby",
    filter: "userId eq 'alice'",
    ...text("hello"),
  };
  await sendToGroup(client, options);
  await addConnectionsToGroups(older, { hub: "chat", body: { groups: ["lobby"], filter: "userId eq 'alice'" } });
  // @ts-expect-error: 2024-12-01 added the operation
  await listConnectionsInGroup(older, { hub: "chat", group: "lobby" });
  const { value } = await listConnectionsInGroup(client, { hub: "chat", group: "lobby" });
  const issued: OperationResult<"generateClientToken"> = await generateClientToken(anyClient, {
    hub: "chat",
    userId: "alice",
  });
  return `${issued.token} ${value.length}`;
}
const further: MessageOptions = { headers: { "X-Own": "1" } };
const sized: BytesOptions = { ...further, length: 2 };
export const id: OperationId = "sendToAll";
export const messages = [json(1, further), text("a", further), bytes(raw, sized)];
export const functions = [
  getServiceStatus,
  closeAllConnections,
  removeConnectionsFromGroups,
  sendToAll,
  closeConnection,
  sendToConnection,
  removeConnectionFromAllGroups,
  closeGroupConnections,
  addConnectionToGroup,
  removeConnectionFromGroup,
  grantPermission,
  revokePermission,
  closeUserConnections,
  sendToUser,
  removeUserFromAllGroups,
  addUserToGroup,
  removeUserFromGroup,
];

const dispatcher: RequestDispatcher = { dispatch: () => true };
export const dispatched = () => client.HEAD("/api/health", { dispatcher });

/** A line for each kind of error. */
export function describeError(error: unknown): string {
  if (error instanceof InvalidInputError) return error.message;
  if (error instanceof AuthenticationError) return `${error.operation}: ${error.status}`;
  if (error instanceof ThrottledError) return `${error.attempts} attempts, ${error.code}`;
  if (error instanceof TimeoutError || error instanceof ConnectionError) return `retryable: ${error.retryable}`;
  if (error instanceof AbortedError) return String(error.cause);
  return error instanceof WebPubSubError ? (error.target ?? error.name) : "unknown";
}

export async function close(): Promise<number> {
  await using closing = client;
  await closing.close();
  await Promise.all([older.close(), anyClient.close()]);
  return requests.length + responses.length + retries.length;
}
