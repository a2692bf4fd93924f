import { sqliteStore } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import * as z from 'zod';
import { patient } from './patient.ts';
import { startingPlugin } from './starting-plugin.ts';

/** Previews a start or a group of them, says its ticket, confirms it, and kills its own process at the named step. */
const [storePath = '', broker = '', step = '', tool = '', text = '{}'] = process.argv.slice(2);

const dieAt = (name: string): void => {
  if (name !== step) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before the next statement could matter, but not before this one returns.
  for (;;);
};
const isSent = (value: unknown): boolean => z.object({ state: z.literal('sent') }).safeParse(value).success;
const isTask = (key: string): boolean => key.startsWith('task/');

const store = await sqliteStore({ path: storePath });
// Every step of a start that counts is a change of the store; the message goes out between the claim and the note that it was sent.
const killing: typeof store = new Proxy(store, {
  get: (target, name) => {
    const member: unknown = Reflect.get(target, name, target);
    if (name === 'createState') {
      return async (scope: string, key: string, value: never) => {
        if (isTask(key)) dieAt('before-claim');
        return target.createState(scope, key, value);
      };
    }
    if (name === 'setState') {
      return async (scope: string, key: string, value: never) => {
        if (isTask(key) && isSent(value)) dieAt('after-publish');
        await target.setState(scope, key, value);
        if (key.startsWith('open/')) dieAt('after-claim');
        if (isTask(key) && isSent(value)) dieAt('after-note');
      };
    }
    return typeof member === 'function' ? member.bind(target) : member;
  },
});

const args = z.record(z.string(), z.json()).parse(JSON.parse(text));
const started = await startPlugin({
  plugin: startingPlugin,
  connections: { celery: patient({ broker }) },
  store: killing,
});
const { ticket } = await started.previewTool(tool, args);
process.stdout.write(`${String(ticket)}\n`);
await started.callTool(tool, { ...args, confirm: true, ticket: ticket ?? null });
await started.close();
await store.close();
