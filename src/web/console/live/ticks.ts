/** Calls back once a second, also when the page is hidden; returns the function that stops it. */
export function startTicks(onTick: () => void): () => void {
  const worker = new Worker(new URL('./tick-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', onTick);
  return () => worker.terminate();
}
