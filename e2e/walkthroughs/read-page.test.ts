import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPage } from './read-page.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fence = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\`\n`;
const read = async (...blocks: readonly string[]) => {
  const file = join(folder, 'page.md');
  await writeFile(file, `# A page\n\n${blocks.join('\n')}`);
  return readPage(pathToFileURL(file));
};

test('calls, commands and files come in the order of the page, with their lines', async () => {
  const page = await read(
    fence('json call task_list', '{ "limit": 1 }'),
    fence('json answer', '{ "complete": false }'),
    fence('yaml', 'of: no concern'),
    fence('console run', '$ lineclear approve lct_…\nApproved. …'),
    fence('yaml file a/b.yaml', 'name: b'),
  );
  expect(page).toEqual({
    shown: [
      {
        kind: 'call',
        name: 'line 3, task_list: A page',
        tool: 'task_list',
        args: { limit: 1 },
        progress: [],
        answer: { complete: false },
        isLater: false,
        line: 3,
      },
      {
        kind: 'command',
        name: 'line 15, approve lct_…: A page',
        words: ['approve', 'lct_…'],
        prints: 'Approved. …',
        line: 15,
      },
    ],
    files: [{ path: 'a/b.yaml', text: 'name: b\n' }],
  });
});

test('a call may be told how far it is, and have its answer later', async () => {
  const { shown } = await read(
    fence('json call wait_for_task', '{}'),
    fence('json progress', '{ "progress": 1 }'),
    fence('json progress', '{ "progress": 2 }'),
    fence('json answer later', '{ "state": "success" }'),
  );
  expect(shown).toMatchObject([{ progress: [{ progress: 1 }, { progress: 2 }], answer: { state: 'success' }, isLater: true }]);
});

test.each([
  [[fence('json call task_list', '{}')], 'line 3: the call of task_list shows no answer'],
  [
    [fence('json call task_list', '{}'), fence('json call dlq_list', '{}'), fence('json answer', '{}')],
    'line 3: the call of task_list shows no answer',
  ],
  [[fence('json answer', '{}')], 'line 3: an answer without a call'],
  [[fence('json progress', '{}')], 'line 3: an answer without a call'],
  [[fence('json call wait_for_task', '{}'), fence('json progress', '{}')], 'line 3: the call of wait_for_task shows no answer'],
  [[fence('json call task_list', '{')], 'line 3: the block is not JSON'],
  [[fence('console run', 'npm start')], 'line 3: the block does not begin with "$ lineclear"'],
])('a page with a part missing is refused (%#)', async (blocks, message) => {
  await expect(read(...blocks)).rejects.toThrow(message);
});
