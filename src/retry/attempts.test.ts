import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AbortedError, ConnectionError, TimeoutError } from "../response/web-pub-sub-error.js";
import type { Cancellation } from "../transport/cancellation.js";
import { type OutgoingRequest, TransportError } from "../transport/transport.js";
import { type FinalAttempt, type RetryContext, sendWithRetries } from "./attempts.js";
import type { Hooks } from "./hooks.js";
import { readRetry } from "./retry-policy.js";

// Time is moved by hand, and the transport does what it is told. How it does over sockets: client.retry.test.ts.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  // The longest wait that there can be.
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  // Whatever came of it, nothing goes on.
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const ADDRESS = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";

/** What the transport does with an attempt. */
type Step = (cancellation: Cancellation, request: OutgoingRequest) => Promise<Response>;

const answers =
  (status: number, headers: Record<string, string> = {}): Step =>
  async (cancellation) => {
    cancellation.sent = true;
    return new Response(null, { status, headers });
  };
/** The connection is lost when the request was sent. */
const loses: Step = async (cancellation) => {
  cancellation.sent = true;
  throw new TransportError(new Error("connection lost"));
};
const refuses: Step = async () => {
  throw new TransportError(new Error("connection refused"));
};
/** It is sent, and nothing comes of it. */
const hangs: Step = (cancellation) => {
  cancellation.sent = true;
  return cancellation.race(new Promise<never>(() => {}));
};
/** It waits for a connection for ever. */
const waits: Step = (cancellation) => cancellation.race(new Promise<never>(() => {}));

interface Given extends Partial<Omit<RetryContext, "transport" | "policy">> {
  retry?: Parameters<typeof readRetry>[0];
  body?: OutgoingRequest["body"];
  headers?: Record<string, string>;
}

/** Makes a call whose attempts go as the steps say, the last one again and again. */
function make(steps: readonly [Step, ...Step[]], { retry, body, headers, ...given }: Given = {}) {
  const sent: { time: number; authorization: string | null }[] = [];
  const begin = performance.now();
  const request: OutgoingRequest = { method: "POST", url: ADDRESS, headers: new Headers(headers), body };
  const outcome = sendWithRetries(request, {
    operation: "sendToAll",
    idempotent: true,
    transport: {
      send(request, cancellation) {
        sent.push({ time: performance.now() - begin, authorization: request.headers.get("Authorization") });
        return (steps[sent.length - 1] ?? (steps.at(-1) as Step))(cancellation, request);
      },
      close: async () => undefined,
    },
    getToken: () => "token",
    audienceOf: (url) => url,
    policy: readRetry(retry),
    timeout: 30_000,
    deadline: 100_000,
    signals: [],
    hooks: {},
    ...given,
  });
  // Rejections are looked at later than they come.
  outcome.catch(() => {});
  return { outcome, sent, times: () => sent.map(({ time }) => time) };
}

/** Lets the time run until there is an outcome. */
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

describe("an attempt that succeeds", () => {
  test.for([200, 202, 204, 301, 304])("is the only one: %i", async (status) => {
    const call = make([answers(status)]);
    expect(await settled(call)).toMatchObject({ attempts: 1, retryable: false, response: { status } });
    expect(call.times()).toEqual([0]);
  });

  test("ends those that failed before", async () => {
    const call = make([answers(500), loses, answers(202)]);
    expect(await settled(call)).toMatchObject({ attempts: 3, retryable: false, response: { status: 202 } });
    expect(call.times()).toEqual([0, 500, 1500]);
  });
});

describe("a failure", () => {
  test("is handed back after as many retries as there may be", async () => {
    const call = make([answers(503)]);
    expect(await settled(call)).toMatchObject({ attempts: 4, retryable: true, response: { status: 503 } });
    expect(call.times()).toEqual([0, 500, 1500, 3500]);
  });

  test("is handed back at once where there are none", async () => {
    const call = make([answers(503)], { retry: false });
    expect(await settled(call)).toMatchObject({ attempts: 1, retryable: true, response: { status: 503 } });
  });

  test("that cannot go away is handed back at once", async () => {
    const call = make([answers(400)]);
    expect(await settled(call)).toMatchObject({ attempts: 1, retryable: false, response: { status: 400 } });
  });

  test("of the connection is an error in the end, with its cause", async () => {
    const error = await errorOf(make([loses]));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      message: "sendToAll got no whole response after 4 attempts: connection lost",
      operation: "sendToAll",
      attempts: 4,
      retryable: true,
      status: undefined,
      code: undefined,
      cause: new Error("connection lost"),
    });
  });

  test("after which the service asks for too long a wait is handed back at once", async () => {
    const call = make([answers(429, { "Retry-After": "61" })]);
    expect(await settled(call)).toMatchObject({ attempts: 1, retryable: true });
    expect(performance.now()).toBeLessThan(60_000);
  });

  test("after which the service asks for a wait is waited after that long", async () => {
    const call = make([answers(429, { "Retry-After": "60" }), answers(503, { "Retry-After": "0" }), answers(202)]);
    expect(await settled(call)).toMatchObject({ attempts: 3 });
    expect(call.times()).toEqual([0, 60_000, 60_000]);
  });

  test("with a stream for a body is handed back: it was read", async () => {
    for (const step of [answers(503, { "Retry-After": "0" }), loses, refuses]) {
      const call = make([step], { body: new Blob(["a"]).stream(), retry: { retryNonIdempotent: true } });
      await settled(call).catch(() => {});
      expect(call.times()).toEqual([0]);
    }
  });

  test("that is none of the transport's is passed on as it is, and not retried", async () => {
    const bug = new TypeError("a bug");
    const call = make([() => Promise.reject(bug)]);
    expect(await errorOf(call)).toBe(bug);
    expect(call.times()).toEqual([0]);
  });
});

describe("what must not be done twice", () => {
  test.for<[what: string, step: Step]>([
    ["the connection was lost", loses],
    ["there was no answer in time", hangs],
    ["the service failed", answers(500)],
    ["the service says nothing of when to come again", answers(503)],
  ])("is not sent again where %s", async ([, step]) => {
    const call = make([step], { idempotent: false });
    const { attempts, retryable } = await settled(call).catch((error: ConnectionError) => error);
    expect({ attempts, retryable }).toEqual({ attempts: 1, retryable: false });
    expect(call.times()).toEqual([0]);
  });

  test.for<[what: string, step: Step]>([
    ["there was no connection", refuses],
    ["none was free in time", waits],
    ["the service had too much to do", answers(429)],
    ["the service asks to come again", answers(503, { "Retry-After": "0" })],
  ])("is sent again where %s", async ([, step]) => {
    const call = make([step, answers(202)], { idempotent: false });
    expect(await settled(call)).toMatchObject({ attempts: 2, response: { status: 202 } });
  });

  test("is sent again where the caller wants it so", async () => {
    const call = make([loses, hangs, answers(500), answers(202)], {
      idempotent: false,
      retry: { retryNonIdempotent: true },
    });
    expect(await settled(call)).toMatchObject({ attempts: 4, response: { status: 202 } });
  });
});

describe("the timeout", () => {
  test("is for each attempt", async () => {
    const call = make([hangs, hangs, answers(202)], { timeout: 1000 });
    expect(await settled(call)).toMatchObject({ attempts: 3 });
    expect(call.times()).toEqual([0, 1500, 3500]);
  });

  test("is an error in the end, and not before", async () => {
    const call = make([hangs], { timeout: 1000, retry: false });
    const ended = vi.fn();
    call.outcome.catch(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    const error = await errorOf(call);
    expect(performance.now()).toBe(1000);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      message: "sendToAll had no whole response within its timeout of 1000 ms.",
      attempts: 1,
      retryable: true,
    });
  });

  test("is for the credential too: one that hangs is asked again", async () => {
    const authorize = vi.fn<() => string | Promise<string>>(() => new Promise<never>(() => {}));
    const call = make([answers(202)], { timeout: 1000, retry: { maxRetries: 1 }, getToken: authorize });
    const error = await errorOf(call);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      message: "sendToAll had no whole response within its timeout of 1000 ms after 2 attempts.",
      retryable: true,
    });
    expect(authorize).toHaveBeenCalledTimes(2);
    expect(call.sent).toEqual([]);
  });
});

describe("the deadline", () => {
  test("ends an attempt that the timeout would not end yet", async () => {
    const call = make([answers(500), hangs], { timeout: 1000, deadline: 1200 });
    const error = await errorOf(call);
    expect(performance.now()).toBe(1200);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      message: "sendToAll had no whole response within its deadline of 1200 ms after 2 attempts.",
      attempts: 2,
    });
  });

  test("is for all attempts and the waits between them", async () => {
    const call = make([hangs], { timeout: 1000, deadline: 4000, retry: { maxRetries: 100 } });
    expect(await errorOf(call)).toMatchObject({ attempts: 3 });
    expect(call.times()).toEqual([0, 1500, 3500]);
    expect(performance.now()).toBe(4000);
  });

  test("hands a failure back at once where the wait would be too long", async () => {
    const call = make([answers(503, { "Retry-After": "10" })], { deadline: 10_000 });
    const ended = vi.fn();
    void call.outcome.then(ended);
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ attempts: 1, retryable: true }));
    const other = make([refuses], { deadline: 500 });
    await expect(other.outcome).rejects.toThrow("sendToAll got no whole response: connection refused");
    expect(performance.now()).toBe(0);
  });
});

describe("each attempt", () => {
  test("has a token of its own, for the address that the service knows", async () => {
    let asked = 0;
    const call = make([answers(500), loses, answers(202)], {
      audienceOf: (url) => `audience of ${url}`,
      getToken: (audience) => {
        asked += 1;
        const token = `${asked}-${audience}`;
        return asked === 2 ? Promise.resolve(token) : token;
      },
    });
    await settled(call);
    expect(call.sent.map(({ authorization }) => authorization)).toEqual(
      [1, 2, 3].map((number) => `Bearer ${number}-audience of ${ADDRESS}`),
    );
  });

  test("has the caller's token, where there is one, and nobody is asked for another", async () => {
    const authorize = vi.fn(() => "token");
    const call = make([answers(500), answers(202)], { getToken: authorize, headers: { authorization: "Bearer own" } });
    await settled(call);
    expect(call.sent.map(({ authorization }) => authorization)).toEqual(["Bearer own", "Bearer own"]);
    expect(authorize).not.toHaveBeenCalled();
  });

  test.for<[what: string, fail: () => Promise<string>]>([
    ["rejects", () => Promise.reject(new Error("no credential"))],
    [
      "throws",
      () => {
        throw new Error("no credential");
      },
    ],
  ])("needs a credential: what it says where it %s is passed on, and not retried", async ([, authorize]) => {
    const onResponse = vi.fn();
    const call = make([answers(202)], { getToken: authorize, hooks: { onResponse } });
    const error = await errorOf(call);
    expect(error).toEqual(new Error("no credential"));
    expect(onResponse).toHaveBeenCalledWith(expect.objectContaining({ error, status: undefined, attempt: 1 }));
    expect(call.sent).toEqual([]);
  });
});

describe("the hooks", () => {
  /** Hooks that write down what they are called with. */
  function recording() {
    const events: [name: string, event: object][] = [];
    const hooks: Hooks = {
      onRequest: (event) => void events.push(["onRequest", event]),
      onResponse: (event) => void events.push(["onResponse", event]),
      onRetry: (event) => void events.push(["onRetry", event]),
    };
    return { events, hooks };
  }
  const base = { operation: "sendToAll", method: "POST", url: ADDRESS };

  test("are told of each attempt, in order, with status, error, duration and wait", async () => {
    const { events, hooks } = recording();
    const slow: Step = (cancellation, request) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(answers(202)(cancellation, request)), 70);
      });
    await settled(make([answers(429, { "Retry-After": "2" }), loses, hangs, slow], { hooks, timeout: 1000 }));
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

  test("are told of an attempt that was aborted as of any other", async () => {
    const { events, hooks } = recording();
    const controller = new AbortController();
    const call = make([hangs], { hooks, signals: [controller.signal] });
    await vi.advanceTimersByTimeAsync(5);
    controller.abort();
    const error = await errorOf(call);
    expect(events).toEqual([
      ["onRequest", { ...base, attempt: 1 }],
      ["onResponse", { ...base, attempt: 1, status: undefined, error, duration: 5 }],
    ]);
  });

  test("are not told of tokens, headers and bodies", async () => {
    const { events, hooks } = recording();
    await settled(
      make([answers(503), answers(202)], {
        hooks,
        headers: { "x-own": "hidden" },
        body: "hidden",
        getToken: () => "hidden",
      }),
    );
    expect(events).toHaveLength(5);
    expect(JSON.stringify(events)).not.toContain("hidden");
  });

  test.for(["onRequest", "onResponse", "onRetry"] as const)("fail the call where they throw: %s", async (name) => {
    const hooks: Hooks = {
      [name]: () => {
        throw new Error("a hook");
      },
    };
    expect(await errorOf(make([answers(500)], { hooks }))).toEqual(new Error("a hook"));
  });
});

describe("aborted by the caller,", () => {
  /** What is thrown when the signal is aborted at a moment, and that no listener is left. */
  async function abortedAt(milliseconds: number, steps: [Step, ...Step[]], given: Given = {}) {
    const controller = new AbortController();
    const reason = new Error("the user left");
    if (milliseconds === 0) controller.abort(reason);
    const call = make(steps, { signals: [controller.signal], ...given });
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

  test("before it began, a call sends nothing and tells no hook", async () => {
    const onRequest = vi.fn();
    expect(await abortedAt(0, [answers(202)], { hooks: { onRequest } })).toEqual({ attempts: 0, times: [] });
    expect(onRequest).not.toHaveBeenCalled();
  });

  test("while it waits for the credential, it sends nothing", async () => {
    const authorize = () => new Promise<never>(() => {});
    expect(await abortedAt(10, [answers(202)], { getToken: authorize })).toEqual({ attempts: 1, times: [] });
  });

  test("while it waits for an answer, it is over", async () => {
    expect(await abortedAt(10, [hangs])).toEqual({ attempts: 1, times: [0] });
  });

  test("while it waits for the next attempt, there is none", async () => {
    expect(await abortedAt(499, [answers(500)])).toEqual({ attempts: 1, times: [0] });
  });

  test("in a later attempt, it is over", async () => {
    expect(await abortedAt(501, [answers(500), hangs])).toEqual({ attempts: 2, times: [0, 500] });
  });

  test.for([
    ["onRequest", []],
    ["onResponse", [0]],
    ["onRetry", [0]],
  ] as const)("in the hook %s, it is over at once", async ([name, times]) => {
    const controller = new AbortController();
    const hooks: Hooks = { [name]: () => controller.abort() };
    const call = make([answers(500), answers(202)], { signals: [controller.signal], hooks });
    await vi.advanceTimersByTimeAsync(0);
    await expect(call.outcome).rejects.toThrow(AbortedError);
    expect(call.times()).toEqual(times);
  });

  test("by either of two signals, it is over, with that one's reason", async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const call = make([hangs], { signals: [one.signal, other.signal] });
    await vi.advanceTimersByTimeAsync(10);
    other.abort("other");
    await expect(call.outcome).rejects.toMatchObject({ cause: "other" });
    for (const { signal } of [one, other]) expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test.for([[null], [0], [""], ["why"]])("for the reason %j, it says so", async ([reason]) => {
    const controller = new AbortController();
    const call = make([hangs], { signals: [controller.signal] });
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(reason);
    await expect(call.outcome).rejects.toMatchObject({ cause: reason });
  });
});

test("a signal that is used for many calls has no more listeners than before", async () => {
  const { signal } = new AbortController();
  for (const steps of [[answers(202)], [answers(500), answers(202)], [loses], [answers(400)]] as [Step][]) {
    for (let calls = 0; calls < 250; calls += 1) await settled(make(steps, { signals: [signal] })).catch(() => {});
    expect(getEventListeners(signal, "abort")).toEqual([]);
  }
});
