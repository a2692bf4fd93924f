import { Worker } from 'node:worker_threads';

/** Swaps a folder for a link to `outside` and back, as fast as another thread can, until stopped. */
export const startSwapping = async ({ folder, outside }: { folder: string; outside: string }): Promise<() => Promise<void>> => {
  const running = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(loop, { eval: true, workerData: { folder, outside, running } });
  await new Promise((resolve) => worker.once('message', resolve));
  return async () => {
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    Atomics.store(running, 0, 1);
    await ended;
  };
};

// A write may have made the folder again while it was away: what it made is removed before the next round.
const loop = `
const fs = require('node:fs');
const { workerData, parentPort } = require('node:worker_threads');
const { folder, outside, running } = workerData;
const kept = folder + '.kept';
parentPort.postMessage('ready');
const putBack = () => {
  if (!fs.existsSync(kept)) return;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(kept, folder);
};
while (Atomics.load(running, 0) === 0) {
  try {
    fs.renameSync(folder, kept);
    fs.symlinkSync(outside, folder);
    fs.unlinkSync(folder);
    fs.renameSync(kept, folder);
  } catch {
    try { putBack(); } catch {}
  }
}
putBack();
`;
