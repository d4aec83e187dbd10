import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { AbortedError, ConnectionError, TimeoutError } from "../response/web-pub-sub-error.js";
import type { Cancellation } from "../transport/cancellation.js";
import { type OutgoingRequest, TransportError } from "../transport/transport.js";
import { type FinalAttempt, type RetryContext, sendWithRetries } from "./attempts.js";
import type { Hooks } from "./hooks.js";
import { readRetry } from "./retry-policy.js";

// The clock is fake, and the transport follows a script. client.retry.test.ts has the same over sockets.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  // Always the maximum wait.
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  // No timer may be left.
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const SEND_URL = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";

/** How the transport handles an attempt. */
type Step = (cancellation: Cancellation, request: OutgoingRequest) => Promise<Response>;

const respond =
  (status: number, headers: Record<string, string> = {}): Step =>
  async (cancellation) => {
    cancellation.sent = true;
    return new Response(null, { status, headers });
  };
/** The connection is lost after the request was sent. */
const loseConnection: Step = async (cancellation) => {
  cancellation.sent = true;
  throw new TransportError(new Error("connection lost"));
};
const refuseConnection: Step = async () => {
  throw new TransportError(new Error("connection refused"));
};
/** The request is sent, and no response arrives. */
const hang: Step = (cancellation) => {
  cancellation.sent = true;
  return cancellation.race(new Promise<never>(() => {}));
};
/** The request waits for a connection forever. */
const waitForConnection: Step = (cancellation) => cancellation.race(new Promise<never>(() => {}));

interface CallOptions extends Partial<Omit<RetryContext, "transport" | "policy">> {
  retry?: Parameters<typeof readRetry>[0];
  body?: OutgoingRequest["body"];
  headers?: Record<string, string>;
}

/** Makes a call whose attempts follow the steps; the last step repeats. */
function startCall(steps: readonly [Step, ...Step[]], { retry, body, headers, ...context }: CallOptions = {}) {
  const sent: { time: number; authorization: string | undefined }[] = [];
  const begin = performance.now();
  const request: OutgoingRequest = {
    method: "POST",
    url: SEND_URL,
    headers: headers ?? {},
    body,
    maxResponseBytes: 1000,
  };
  const outcome = sendWithRetries(request, {
    operationId: "sendToAll",
    requestId: "request-1",
    idempotent: true,
    transport: {
      send(request, cancellation) {
        sent.push({ time: performance.now() - begin, authorization: request.headers.authorization });
        return (steps[sent.length - 1] ?? (steps.at(-1) as Step))(cancellation, request);
      },
      close: async () => undefined,
    },
    getToken: () => "token",
    audienceOf: (url) => url,
    policy: readRetry(retry),
    timeout: 30_000,
    deadline: 100_000,
    end: performance.now() + (context.deadline ?? 100_000),
    signals: [],
    hooks: {},
    ...context,
  });
  // Rejections are checked later than they happen.
  outcome.catch(() => {});
  return { outcome, sent, times: () => sent.map(({ time }) => time) };
}

/** Advances the clock until the call settles. */
async function settled(call: { outcome: Promise<FinalAttempt> }): Promise<FinalAttempt> {
  await vi.runAllTimersAsync();
  return call.outcome;
}

async function errorOf(call: { outcome: Promise<FinalAttempt> }): Promise<unknown> {
  return settled(call).then(
    () => expect.fail("The call did not reject."),
    (error: unknown) => error,
  );
}

describe("sendWithRetries", () => {
  describe("a success", () => {
    test.for([200, 202, 204, 301, 304])("makes one attempt that ends with %i", async (status) => {
      const call = startCall([respond(status)]);
      expect(await settled(call)).toMatchObject({ attempts: 1, retryable: false, response: { status } });
      expect(call.times()).toEqual([0]);
    });

    test("stops retrying after a success", async () => {
      const call = startCall([respond(500), loseConnection, respond(202)]);
      expect(await settled(call)).toMatchObject({ attempts: 3, retryable: false, response: { status: 202 } });
      expect(call.times()).toEqual([0, 500, 1500]);
    });
  });

  describe("a failure", () => {
    test("returns a failure after maxRetries", async () => {
      const call = startCall([respond(503)]);
      expect(await settled(call)).toMatchObject({ attempts: 4, retryable: true, response: { status: 503 } });
      expect(call.times()).toEqual([0, 500, 1500, 3500]);
    });

    test("returns a failure at once if retries are disabled", async () => {
      const call = startCall([respond(503)], { retry: false });
      expect(await settled(call)).toMatchObject({ attempts: 1, retryable: true, response: { status: 503 } });
    });

    test("returns a permanent failure at once", async () => {
      const call = startCall([respond(400)]);
      expect(await settled(call)).toMatchObject({ attempts: 1, retryable: false, response: { status: 400 } });
    });

    test("rejects with a ConnectionError and its cause after the last attempt", async () => {
      const error = await errorOf(startCall([loseConnection]));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({
        message: "sendToAll failed: no complete response (connection lost), after 4 attempts.",
        operation: "sendToAll",
        attempts: 4,
        retryable: true,
        cause: new Error("connection lost"),
      });
    });

    test("returns a failure at once if the service asks for a longer wait than maxRetryAfter", async () => {
      const call = startCall([respond(429, { "Retry-After": "61" })]);
      expect(await settled(call)).toMatchObject({ attempts: 1, retryable: true });
      expect(performance.now()).toBeLessThan(60_000);
    });

    test("waits as long as the service asks for", async () => {
      const call = startCall([
        respond(429, { "Retry-After": "60" }),
        respond(503, { "Retry-After": "0" }),
        respond(202),
      ]);
      expect(await settled(call)).toMatchObject({ attempts: 3 });
      expect(call.times()).toEqual([0, 60_000, 60_000]);
    });

    test("does not retry a request whose body is a stream", async () => {
      for (const step of [respond(503, { "Retry-After": "0" }), loseConnection, refuseConnection]) {
        const call = startCall([step], { body: new Blob(["a"]).stream(), retry: { retryNonIdempotent: true } });
        await settled(call).catch(() => {});
        expect(call.times()).toEqual([0]);
      }
    });

    test("rejects with an error that is not the transport's, unchanged, without a retry", async () => {
      const bug = new TypeError("a bug");
      const call = startCall([() => Promise.reject(bug)]);
      expect(await errorOf(call)).toBe(bug);
      expect(call.times()).toEqual([0]);
    });
  });

  describe("a request that must not be sent twice", () => {
    test.for<[what: string, step: Step]>([
      ["the connection was lost", loseConnection],
      ["there was no response in time", hang],
      ["the service failed", respond(500)],
      ["the service is unavailable without Retry-After", respond(503)],
    ])("makes one attempt if %s", async ([, step]) => {
      const call = startCall([step], { idempotent: false });
      const { attempts, retryable } = await settled(call).catch((error: ConnectionError) => error);
      expect({ attempts, retryable }).toEqual({ attempts: 1, retryable: false });
      expect(call.times()).toEqual([0]);
    });

    test.for<[what: string, step: Step]>([
      ["there was no connection", refuseConnection],
      ["no connection was free in time", waitForConnection],
      ["the service throttled it", respond(429)],
      ["the service is unavailable with Retry-After", respond(503, { "Retry-After": "0" })],
    ])("retries if %s", async ([, step]) => {
      const call = startCall([step, respond(202)], { idempotent: false });
      expect(await settled(call)).toMatchObject({ attempts: 2, response: { status: 202 } });
    });

    test("retries with retryNonIdempotent", async () => {
      const call = startCall([loseConnection, hang, respond(500), respond(202)], {
        idempotent: false,
        retry: { retryNonIdempotent: true },
      });
      expect(await settled(call)).toMatchObject({ attempts: 4, response: { status: 202 } });
    });
  });

  describe("timeout", () => {
    test("limits each attempt", async () => {
      const call = startCall([hang, hang, respond(202)], { timeout: 1000 });
      expect(await settled(call)).toMatchObject({ attempts: 3 });
      expect(call.times()).toEqual([0, 1500, 3500]);
    });

    test("rejects with a TimeoutError, not before its time", async () => {
      const call = startCall([hang], { timeout: 1000, retry: false });
      const ended = vi.fn();
      call.outcome.catch(ended);
      await vi.advanceTimersByTimeAsync(999);
      expect(ended).not.toHaveBeenCalled();
      const error = await errorOf(call);
      expect(performance.now()).toBe(1000);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({
        message: "sendToAll timed out: no complete response within 1000 ms (`timeout`).",
        attempts: 1,
        retryable: true,
      });
    });

    test("limits the credential too, and calls one that hangs again", async () => {
      const getToken = vi.fn<() => string | Promise<string>>(() => new Promise<never>(() => {}));
      const call = startCall([respond(202)], { timeout: 1000, retry: { maxRetries: 1 }, getToken });
      const error = await errorOf(call);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({
        message: "sendToAll timed out: no complete response within 1000 ms (`timeout`), after 2 attempts.",
        retryable: true,
      });
      expect(getToken).toHaveBeenCalledTimes(2);
      expect(call.sent).toEqual([]);
    });
  });

  describe("deadline", () => {
    test("ends an attempt before its timeout", async () => {
      const call = startCall([respond(500), hang], { timeout: 1000, deadline: 1200 });
      const error = await errorOf(call);
      expect(performance.now()).toBe(1200);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({
        message: "sendToAll timed out: no complete response within 1200 ms (`deadline`), after 2 attempts.",
        attempts: 2,
      });
    });

    test("limits all attempts and the waits between them", async () => {
      const call = startCall([hang], { timeout: 1000, deadline: 4000, retry: { maxRetries: 100 } });
      expect(await errorOf(call)).toMatchObject({ attempts: 3 });
      expect(call.times()).toEqual([0, 1500, 3500]);
      expect(performance.now()).toBe(4000);
    });

    test("returns a failure at once if the wait would end after the deadline", async () => {
      const call = startCall([respond(503, { "Retry-After": "10" })], { deadline: 10_000 });
      const ended = vi.fn();
      void call.outcome.then(ended);
      await vi.advanceTimersByTimeAsync(0);
      expect(ended).toHaveBeenCalledWith(expect.objectContaining({ attempts: 1, retryable: true }));
      const other = startCall([refuseConnection], { deadline: 500 });
      await expect(other.outcome).rejects.toThrow(
        "sendToAll could not connect to contoso.webpubsub.azure.com (connection refused).",
      );
      expect(performance.now()).toBe(0);
    });
  });

  describe("the token", () => {
    test("gets a token for each attempt, with the audience that the service expects", async () => {
      let tokens = 0;
      const call = startCall([respond(500), loseConnection, respond(202)], {
        audienceOf: (url) => `audience of ${url}`,
        getToken: (audience) => {
          tokens += 1;
          const token = `${tokens}-${audience}`;
          return tokens === 2 ? Promise.resolve(token) : token;
        },
      });
      await settled(call);
      expect(call.sent.map(({ authorization }) => authorization)).toEqual(
        [1, 2, 3].map((number) => `Bearer ${number}-audience of ${SEND_URL}`),
      );
    });

    test("uses the caller's Authorization without getting a token", async () => {
      const getToken = vi.fn(() => "token");
      const call = startCall([respond(500), respond(202)], { getToken, headers: { authorization: "Bearer own" } });
      await settled(call);
      expect(call.sent.map(({ authorization }) => authorization)).toEqual(["Bearer own", "Bearer own"]);
      expect(getToken).not.toHaveBeenCalled();
    });

    test.for<[what: string, fail: () => Promise<string>]>([
      ["rejects", () => Promise.reject(new Error("no credential"))],
      [
        "throws",
        () => {
          throw new Error("no credential");
        },
      ],
    ])("rejects with the error of a credential that %s, without a retry", async ([, getToken]) => {
      const onResponse = vi.fn();
      const call = startCall([respond(202)], { getToken, hooks: { onResponse } });
      const error = await errorOf(call);
      expect(error).toEqual(new Error("no credential"));
      expect(onResponse).toHaveBeenCalledWith(expect.objectContaining({ error, status: undefined, attempt: 1 }));
      expect(call.sent).toEqual([]);
    });
  });

  describe("hooks", () => {
    /** Hooks that record the events. */
    function recordingHooks() {
      const events: [name: string, event: object][] = [];
      const hooks: Hooks = {
        onRequest: (event) => void events.push(["onRequest", event]),
        onResponse: (event) => void events.push(["onResponse", event]),
        onRetry: (event) => void events.push(["onRetry", event]),
      };
      return { events, hooks };
    }
    const base = { operation: "sendToAll", method: "POST", url: SEND_URL, requestId: "request-1" };

    test("reports each attempt in order, with status, error, duration and delay", async () => {
      const { events, hooks } = recordingHooks();
      const slow: Step = (cancellation, request) =>
        new Promise((resolve) => {
          setTimeout(() => resolve(respond(202)(cancellation, request)), 70);
        });
      await settled(
        startCall([respond(429, { "Retry-After": "2" }), loseConnection, hang, slow], { hooks, timeout: 1000 }),
      );
      const [lost, late] = [expect.any(ConnectionError), expect.any(TimeoutError)];
      const first = { ...base, attempt: 1, status: 429, error: undefined, duration: 0 };
      const second = { ...base, attempt: 2, status: undefined, error: lost, duration: 0 };
      const third = { ...base, attempt: 3, status: undefined, error: late, duration: 1000 };
      expect(events).toEqual([
        ["onRequest", { ...base, attempt: 1 }],
        ["onResponse", first],
        ["onRetry", { ...first, delay: 2000 }],
        ["onRequest", { ...base, attempt: 2 }],
        ["onResponse", second],
        ["onRetry", { ...second, delay: 1000 }],
        ["onRequest", { ...base, attempt: 3 }],
        ["onResponse", third],
        ["onRetry", { ...third, delay: 2000 }],
        ["onRequest", { ...base, attempt: 4 }],
        ["onResponse", { ...base, attempt: 4, status: 202, error: undefined, duration: 70 }],
      ]);
    });

    test("reports an attempt that was aborted", async () => {
      const { events, hooks } = recordingHooks();
      const controller = new AbortController();
      const call = startCall([hang], { hooks, signals: [controller.signal] });
      await vi.advanceTimersByTimeAsync(5);
      controller.abort();
      const error = await errorOf(call);
      expect(events).toEqual([
        ["onRequest", { ...base, attempt: 1 }],
        ["onResponse", { ...base, attempt: 1, status: undefined, error, duration: 5 }],
      ]);
    });

    test("does not report tokens, headers and bodies", async () => {
      const { events, hooks } = recordingHooks();
      await settled(
        startCall([respond(503), respond(202)], {
          hooks,
          headers: { "x-own": "hidden" },
          body: "hidden",
          getToken: () => "hidden",
        }),
      );
      expect(events).toHaveLength(5);
      expect(JSON.stringify(events)).not.toContain("hidden");
    });

    test.for(["onRequest", "onResponse", "onRetry"] as const)(
      "writes the first exception of %s, which changes nothing about the call",
      async (name) => {
        const written = vi.spyOn(console, "error").mockImplementation(() => undefined);
        onTestFinished(() => written.mockRestore());
        const failure = new Error("a hook");
        const hooks: Hooks = {
          [name]: () => {
            throw failure;
          },
        };
        const call = startCall([respond(500), respond(500), respond(202)], { hooks });
        expect((await settled(call)).response.status).toBe(202);
        expect(written.mock.calls).toEqual([[`webpubsub-fetch: the hook ${name} failed.`, failure]]);
      },
    );

    test("writes the rejection of a hook", async () => {
      const written = vi.spyOn(console, "error").mockImplementation(() => undefined);
      onTestFinished(() => written.mockRestore());
      const failure = new Error("a hook");
      const onResponse = () => Promise.reject(failure);
      expect((await settled(startCall([respond(202)], { hooks: { onResponse } }))).response.status).toBe(202);
      expect(written.mock.calls).toEqual([["webpubsub-fetch: the hook onResponse failed.", failure]]);
    });
  });

  describe("signal", () => {
    /** Aborts a call after so many milliseconds, and checks the error and that no listener is left. */
    async function abortedAt(milliseconds: number, steps: [Step, ...Step[]], context: CallOptions = {}) {
      const controller = new AbortController();
      const reason = new Error("no longer needed");
      if (milliseconds === 0) controller.abort(reason);
      const call = startCall(steps, { signals: [controller.signal], ...context });
      await vi.advanceTimersByTimeAsync(milliseconds);
      controller.abort(reason);
      const ended = vi.fn();
      call.outcome.catch(ended);
      await vi.advanceTimersByTimeAsync(0);
      // At once, and not when the time is over.
      expect(ended).toHaveBeenCalled();
      const error = await errorOf(call);
      expect(error).toBeInstanceOf(AbortedError);
      expect(error).toMatchObject({ name: "AbortError", message: "sendToAll was aborted.", retryable: false });
      expect((error as Error).cause).toBe(reason);
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
      return { attempts: (error as AbortedError).attempts, times: call.times() };
    }

    test("sends nothing and calls no hook if it is aborted before", async () => {
      const onRequest = vi.fn();
      expect(await abortedAt(0, [respond(202)], { hooks: { onRequest } })).toEqual({ attempts: 0, times: [] });
      expect(onRequest).not.toHaveBeenCalled();
    });

    test("sends nothing if it is aborted while the credential is called", async () => {
      const getToken = () => new Promise<never>(() => {});
      expect(await abortedAt(10, [respond(202)], { getToken })).toEqual({ attempts: 1, times: [] });
    });

    test("rejects if it is aborted while waiting for a response", async () => {
      expect(await abortedAt(10, [hang])).toEqual({ attempts: 1, times: [0] });
    });

    test("makes no further attempt if it is aborted between attempts", async () => {
      expect(await abortedAt(499, [respond(500)])).toEqual({ attempts: 1, times: [0] });
    });

    test("rejects if it is aborted during a later attempt", async () => {
      expect(await abortedAt(501, [respond(500), hang])).toEqual({ attempts: 2, times: [0, 500] });
    });

    test.for([
      ["onRequest", []],
      ["onResponse", [0]],
      ["onRetry", [0]],
    ] as const)("rejects at once if the hook %s aborts it", async ([name, times]) => {
      const controller = new AbortController();
      const hooks: Hooks = { [name]: () => controller.abort() };
      const call = startCall([respond(500), respond(202)], { signals: [controller.signal], hooks });
      await vi.advanceTimersByTimeAsync(0);
      await expect(call.outcome).rejects.toThrow(AbortedError);
      expect(call.times()).toEqual(times);
    });

    test("rejects with the reason of whichever of two signals is aborted", async () => {
      const [one, other] = [new AbortController(), new AbortController()];
      const call = startCall([hang], { signals: [one.signal, other.signal] });
      await vi.advanceTimersByTimeAsync(10);
      other.abort("other");
      await expect(call.outcome).rejects.toMatchObject({ cause: "other" });
      for (const { signal } of [one, other]) expect(getEventListeners(signal, "abort")).toEqual([]);
    });

    test.for([[null], [0], [""], ["why"]])("keeps the reason %j as the cause", async ([reason]) => {
      const controller = new AbortController();
      const call = startCall([hang], { signals: [controller.signal] });
      await vi.advanceTimersByTimeAsync(1);
      controller.abort(reason);
      await expect(call.outcome).rejects.toMatchObject({ cause: reason });
    });
  });

  test("leaves no listener on a signal that many calls share", async () => {
    const { signal } = new AbortController();
    for (const steps of [[respond(202)], [respond(500), respond(202)], [loseConnection], [respond(400)]] as [Step][]) {
      for (let calls = 0; calls < 250; calls += 1)
        await settled(startCall(steps, { signals: [signal] })).catch(() => {});
      expect(getEventListeners(signal, "abort")).toEqual([]);
    }
  });
});
