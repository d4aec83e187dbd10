interface SignalListener {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const listeners = new WeakMap<AbortSignal, SignalListener>();

/**
 * Calls `callback` when the signal is aborted. All callbacks of a signal share one listener, because Node.js warns of a leak if a
 * signal has more than ten.
 *
 * @returns a function that removes the callback, and the listener with the last callback
 */
export function whenAborted(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = listeners.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener("abort", listener);
    listeners.delete(signal);
  };
}

function listen(signal: AbortSignal): SignalListener {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener("abort", listener);
  const signalListener = { callbacks, listener };
  listeners.set(signal, signalListener);
  return signalListener;
}
