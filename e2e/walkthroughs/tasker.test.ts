import tasker from '@lineclear/plugin-tasker';
import { expect, test } from 'vitest';
import { makeTaskerWorld } from '../clients/world.ts';
import { readPage } from './read-page.ts';
import { noStandIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const page = await readPage(new URL('../../docs/tasker.md', import.meta.url));

test('the page shows a call of every tool of the plugin', () => {
  const called = new Set(page.shown.flatMap((one) => (one.kind === 'call' ? [one.tool] : [])));
  expect(tasker.tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
});

walkPage({ name: 'docs/tasker.md', page, makeWorld: makeTaskerWorld, makeStandIns: () => noStandIns });
