import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const Answered = z.object({ id: z.number(), answer: z.unknown().optional(), problem: z.string().optional() });
const Usage = z.object({ user: z.number(), system: z.number() });

/** A process that is measured. Disposing of it ends it. */
export interface Subject extends AsyncDisposable {
  /** Has it do something; the schema says what it answers. */
  ask<Answer>(question: { command: string; argument?: unknown; schema: z.ZodType<Answer> }): Promise<Answer>;
  /** Its processor time so far, in microseconds. */
  usage(): Promise<number>;
}

/** Starts a script of `subjects/` as a process of its own, from source, and waits until it is ready. */
export const startProcess = async ({ script, args = [] }: { script: string; args?: readonly string[] }): Promise<Subject> => {
  const path = fileURLToPath(new URL(`../subjects/${script}`, import.meta.url));
  const child = fork(path, args, {
    execArgv: ['--conditions=@lineclear/source'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  const answerOf = (id: number): Promise<unknown> => new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  const ended = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended too early`));
  });
  child.on('message', (received) => {
    const { id, answer, problem } = Answered.parse(received);
    const caller = waiting.get(id);
    waiting.delete(id);
    if (problem === undefined) caller?.resolve(answer);
    else caller?.reject(new Error(`${script}: ${problem}`));
  });
  await answerOf(0);
  let last = 0;
  const ask: Subject['ask'] = async ({ command, argument, schema }) => {
    last += 1;
    const answer = answerOf(last);
    child.send({ id: last, command, argument });
    return schema.parse(await answer);
  };
  return {
    ask,
    usage: async () => {
      const { user, system } = await ask({ command: 'usage', schema: Usage });
      return user + system;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};
