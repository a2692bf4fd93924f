import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Sends a signal to a process, or with a negative id to a process group; false when there is none. */
export const send = ({ pid, signal }: { pid: number; signal: NodeJS.Signals | 0 }): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};

/** Whether a process has ended within that time. */
export const isGone = async ({ pid, timeoutMs }: { pid: number; timeoutMs: number }): Promise<boolean> => {
  const deadline = performance.now() + timeoutMs;
  while (send({ pid, signal: 0 })) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
};

/** Process ids of the children of a process; none when it is gone. */
export const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
};
