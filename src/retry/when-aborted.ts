interface Waiting {
  readonly acts: Set<() => void>;
  readonly listener: () => void;
}

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Has `act` called when the signal is aborted. However many calls share a signal, it has one listener: of more than ten
 * Node.js warns as of a leak.
 *
 * @returns what takes it back. With the last one the listener goes.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  const waiting = waitingFor.get(signal) ?? listen(signal);
  waiting.acts.add(act);
  return () => {
    if (!waiting.acts.delete(act) || waiting.acts.size > 0) return;
    signal.removeEventListener("abort", waiting.listener);
    waitingFor.delete(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const acts = new Set<() => void>();
  const listener = () => {
    for (const act of acts) act();
  };
  const waiting = { acts, listener };
  signal.addEventListener("abort", listener);
  waitingFor.set(signal, waiting);
  return waiting;
}
