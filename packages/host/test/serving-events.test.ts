import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';
import { run, start } from './run.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const events = async () =>
  (await runHere({ args: ['audit', 'tail', '--json'], home })).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('the trail says when a server started and stopped, and how it was reached', async () => {
  await run({ args: ['--stdio'], home });
  expect(await events()).toMatchObject([
    { event: 'started', details: { transport: 'stdio', version: '1.2.3', profile: 'local' } },
    { event: 'stopped' },
  ]);
});

test('a server that was killed has no second event', async () => {
  const host = start({ args: ['--http', '0'], home });
  await host.waitFor(/Ctrl-C stops it/);
  await expect.poll(events).toMatchObject([{ event: 'started', details: { transport: 'http', auth: true } }]);
  host.child.kill('SIGKILL');
  await host.ended;
  expect(await events()).toHaveLength(1);
});
