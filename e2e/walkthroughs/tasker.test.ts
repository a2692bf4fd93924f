import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tasker from '@lineclear/plugin-tasker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SdkClient, sdkClients, targetOf } from '../clients/sdk-clients.ts';
import { makeWorld, type World } from '../clients/world.ts';
import { errorOf, valueOf } from '../processes/app/frames.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { run } from '../processes/app/start.ts';
import { differences } from './differences.ts';
import { readPage, type ShownCall, type ShownCommand } from './read-page.ts';

const { shown, files } = await readPage(new URL('../../docs/tasker.md', import.meta.url));
const [first, , last] = sdkClients;
const runs = [
  { transport: 'stdio', connect: first?.connect },
  { transport: 'http', connect: last?.connect },
] as const;

test('the page shows a call of every tool of the plugin', () => {
  const called = new Set(shown.flatMap((one) => (one.kind === 'call' ? [one.tool] : [])));
  expect(tasker.tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
});

// No person behind these clients: what one has to decide waits for the command line.
describe.each(runs)('docs/tasker.md over $transport', ({ transport, connect }) => {
  let world: World;
  let server: Served | undefined;
  let client: SdkClient;
  let passphrase: string;
  let ticket = '';

  beforeAll(async () => {
    world = await makeWorld();
    const { home } = world;
    for (const { path, text } of files) await home.write(path, text);
    passphrase = join(home.folder, 'passphrase');
    await writeFile(passphrase, 'correct horse battery staple\n', { mode: 0o600 });
    await run({ home, args: ['approver', 'add', 'ada', '--passphrase-file', passphrase] });
    server = transport === 'http' ? await serveHttp({ home }) : undefined;
    if (connect === undefined) throw new Error('There is no official client.');
    client = await connect({ target: targetOf({ home, server }) });
  });
  afterAll(async () => {
    await client?.close();
    await server?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const answerTo = async ({ tool, args }: ShownCall): Promise<Record<string, unknown>> => {
    const result = await client.callTool(tool, args);
    const frame = { jsonrpc: '2.0' as const, result };
    const answer = result['isError'] === true ? errorOf(frame) : valueOf(frame);
    [, ticket = ticket] = /"ticket":"(lct_\w+)"/.exec(JSON.stringify(answer)) ?? [];
    return answer;
  };

  /** What the command prints; `lct_…` stands for the newest ticket, and the passphrase that a person types comes from a file. */
  const printedBy = async ({ words }: ShownCommand): Promise<string> => {
    const args = words.map((word) => (word === 'lct_…' ? ticket : word));
    const { stdout, stderr } = await run({ home: world.home, args: [...args, '--passphrase-file', passphrase] });
    return `${stderr}${stdout}`.trim();
  };

  test.each(shown)('$name', async (one) => {
    if (one.kind === 'command') {
      expect(at(one, differences({ excerpt: one.prints, actual: await printedBy(one), place: 'the output' }))).toEqual([]);
      return;
    }
    const answer = await answerTo(one);
    // Only errors have a code, so an excerpt that shows one is that of an error, and every other one is not.
    expect(at(one, differences({ excerpt: one.answer, actual: answer }))).toEqual([]);
    expect('code' in answer).toBe(isExcerptOfError(one.answer));
  });
});

const isExcerptOfError = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'code' in answer;

const at = ({ line }: { line: number }, found: readonly string[]): readonly string[] =>
  found.map((difference) => `docs/tasker.md:${line}: ${difference}`);
