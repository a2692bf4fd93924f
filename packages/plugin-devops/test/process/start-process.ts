import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import { startWorkspace } from '../start-workspace.ts';
import type { StartedWorkspace } from '../start-workspace.ts';

const node = process.execPath;

/** Programs that the tests start; each does one thing that a long-running program may do. */
export const programs = {
  'echo.mjs':
    'console.log("ready"); process.stdin.on("data", (text) => process.stdout.write(`got ${text}`)).on("end", () => console.log("over"))',
  'hang.mjs': 'console.log("up"); setInterval(() => {}, 1000)',
  'stubborn.mjs': 'process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000)',
  'family.mjs': `import { spawn } from 'node:child_process';
    const start = (depth) => spawn(process.execPath, ['family.mjs', String(depth)], { stdio: 'inherit', detached: process.argv[3] === 'apart' || depth === 9 });
    const depth = Number(process.argv[2] ?? 2);
    console.log('pid', process.pid);
    if (depth > 0 && depth < 9) start(depth - 1);
    if (process.argv[3] === 'away') start(9);
    setInterval(() => {}, 1000);`,
};

export interface StartedProcess extends StartedWorkspace {
  /** Starts node with these arguments, with a person's approval where that is needed; yields the process's id. */
  readonly start: (args: readonly string[], more?: JsonObject) => Promise<string>;
  readonly read: (id: string, more?: JsonObject) => Promise<JsonObject>;
  /** Everything printed so far, both streams. */
  readonly text: (id: string) => Promise<string>;
  readonly wait: (id: string, more?: JsonObject) => Promise<JsonObject>;
}

/** A workspace with the programs above, in which node is allowed. */
export const startProcesses = async (
  options: Parameters<typeof startWorkspace>[1] & { files?: Record<string, string> } = {},
): Promise<StartedProcess> => {
  const { files = {}, ...rest } = options;
  const workspace = await startWorkspace(
    { ...programs, ...files },
    { ...rest, settings: { allow_programs: [node], ...options.settings } },
  );
  const { call, started } = workspace;
  const read: StartedProcess['read'] = (id, more) => call('process_read', { process_id: id, ...more });
  return {
    ...workspace,
    read,
    start: async (args, more = {}) => {
      const input = { argv: [node, ...args], ...more };
      const { ticket, approval } = await call('process_start', input);
      if (JSON.stringify(approval).includes('human')) await started.approve(String(ticket));
      const { result } = await call('process_start', { ...input, confirm: true, ticket: ticket ?? null });
      return String((result as JsonObject)['process_id']);
    },
    text: async (id) => textOf(await read(id)),
    wait: (id, more) => call('process_wait', { process_id: id, ...more }),
  };
};

/** All the text of an answer of process_read. */
export const textOf = (answer: JsonObject): string => Answer.parse(answer).text;

const Answer = z.object({ text: z.string() });

/** Whether a process is there; one that its parent has not collected yet is not. */
export const isAlive = async (pid: number): Promise<boolean> =>
  /\) [^ZX]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));

/** Whether they are gone, at once or by and by: one that was killed ends when the system lets it. */
export const goneSoon = async (pids: readonly number[]): Promise<boolean> => {
  for (let round = 0; round < 400; round += 1) {
    const alive = await Promise.all(pids.map(isAlive));
    if (!alive.includes(true)) return true;
    await sleep(50);
  }
  return false;
};
