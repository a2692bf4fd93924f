import celery from '@lineclear/plugin-celery';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { describe, expect, test } from 'vitest';
import { makeCeleryWorld } from './celery-world.ts';
import { readPage } from './read-page.ts';
import { standIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const page = await readPage(new URL('../../docs/celery.md', import.meta.url));

test('the page shows a call of every tool of the plugin that is offered without being asked for', () => {
  const called = new Set(page.shown.flatMap((one) => (one.kind === 'call' ? [one.tool] : [])));
  const offered = celery.tools.filter(({ toolset }) => toolset !== 'control');
  expect(offered.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
});

describe.skipIf(skipWithout(redisBinary) || skipWithoutCelery())('with a real worker', () => {
  walkPage({ name: 'docs/celery.md', page, makeWorld: makeCeleryWorld, makeStandIns: standIns });
});
