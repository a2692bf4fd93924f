import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import type { ContractBackend, Example, StartedPlugin } from '@lineclear/testing';

/** A backend whose root holds `serve.mjs`. */
interface Backend extends ContractBackend {
  readonly root: string;
}

/** A program that runs until there is a file `stop` beside it. */
export const server = `import { existsSync } from 'node:fs';
console.log('up');
setInterval(() => existsSync('stop') && process.exit(), 20);
`;

const serve = { argv: [process.execPath, 'serve.mjs'] };
const unknown = { process_id: '00000000-0000-4000-8000-000000000000' };

let latest: { started: StartedPlugin; id: JsonObject } | undefined;

const running = async (started: StartedPlugin): Promise<JsonObject> => {
  const { outcome } = await started.confirmTool('process_start', serve);
  const { process_id = null } = Object(outcome['result']);
  latest = { started, id: { process_id } };
  return { process_id };
};

const end = async ({ root }: Backend): Promise<void> => {
  await writeFile(join(root, 'stop'), '');
  await latest?.started.callTool('process_wait', { ...latest.id, timeout_s: 20 });
};

export const processExamples: Record<string, readonly Example<Backend>[]> = {
  process_start: [
    { input: { ...serve, name: 'web' }, drift: ({ root }) => writeFile(join(root, 'serve.mjs'), `${server}// theirs`) },
    { input: { ...serve, pty: true }, drift: ({ root }) => writeFile(join(root, 'serve.mjs'), `${server}// theirs`) },
    { input: { argv: ['no-such-program'] }, error: 'not_found' },
  ],
  process_read: [
    { input: {}, before: running },
    { input: { cursor: -1 }, before: running },
    { input: unknown, error: 'not_found' },
  ],
  process_wait: [
    { input: { for: 'up', timeout_s: 5 }, before: running },
    { input: unknown, error: 'not_found' },
  ],
  process_write: [
    { input: { text: 'hello' }, before: running },
    { input: { ...unknown, text: 'hello' }, error: 'not_found' },
  ],
  process_stop: [
    { input: {}, before: running, drift: end },
    { input: unknown, error: 'not_found' },
  ],
  process_list: [{ input: {} }, { input: {}, before: async (started) => void (await running(started)) }],
};
