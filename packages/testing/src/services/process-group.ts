import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when no process of a group runs any more; one that was killed stays until the system has taken it apart. */
export const groupEnded = async (group: number): Promise<void> => {
  while (isThere(group) && (await isRunning(group))) await sleep(5);
};

const isThere = (group: number): boolean => {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
};

// Processes that have ended stay in the group where nobody asks for their end, as in containers.
const isRunning = async (group: number): Promise<boolean> => {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(ids.map((id) => stateIn({ id, group })));
  return states.some((state) => state !== undefined && state !== 'Z' && state !== 'X');
};

/** The state of a process of this group, as /proc says it. The name before it stands in parentheses and may itself hold some. */
const stateIn = async ({ id, group }: { id: string; group: number }): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
  const [state, , groupId] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(groupId) === group ? state : undefined;
};
