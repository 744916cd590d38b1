/** Becomes 1 when nobody waits for a call any more; the worker sees it in the midst of it. */
export type StopFlag = Int32Array<SharedArrayBuffer>

export function stopFlag(signal: AbortSignal | undefined): StopFlag | null {
  if (!signal) return null
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const stop = () => void Atomics.store(flag, 0, 1)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  return flag
}

export function isStopped(flag: StopFlag | null): boolean {
  return flag !== null && Atomics.load(flag, 0) === 1
}
