import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const reply = z.union([
  z.object({ id: z.number(), value: z.unknown() }).strict(),
  z.object({ id: z.number(), error: z.object({ type: z.string(), message: z.string() }) }).strict(),
]);
type Reply = z.infer<typeof reply>;

/** Asks the process and yields its value; throws what it says went wrong, or that it has ended. */
export type Call = (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Calls to a process that reads and writes one JSON object a line. */
export const caller = (child: ChildProcess): Call => {
  const waiting = new Map<number, { readonly take: (reply: Reply) => void; readonly fail: (error: Error) => void }>();
  let printed = '';
  let lastId = 0;
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.once('exit', () => {
    for (const { fail } of waiting.values()) fail(new Error(`The Python client has ended.\n${printed.slice(-4000)}`));
    waiting.clear();
  });
  // A write to a process that has just ended; its exit is what callers are told.
  child.stdin?.on('error', () => undefined);
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = reply.parse(JSON.parse(line));
      waiting.get(parsed.id)?.take(parsed);
      waiting.delete(parsed.id);
    });
  }
  return async (method, params) => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The Python client has ended.\n${printed.slice(-4000)}`);
    const id = (lastId += 1);
    const answer = await new Promise<Reply>((resolve, reject) => {
      waiting.set(id, { take: resolve, fail: reject });
      child.stdin?.write(`${JSON.stringify({ id, method, params })}\n`);
    });
    if ('error' in answer) throw new Error(`${answer.error.type}: ${answer.error.message}`);
    return answer.value;
  };
};

/** Closes its input and waits until it is gone; a call that keeps it busy is cut off after a second. */
export const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const impatient = setTimeout(() => child.kill('SIGKILL'), 1_000);
  await ended;
  clearTimeout(impatient);
};
