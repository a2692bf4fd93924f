import grafana from '@lineclear/plugin-grafana';
import { alertmanagerBinary, prometheusBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { withExampleFiles } from './example-files.ts';
import { makeGrafanaWorld } from './grafana-world.ts';
import { readPage } from './read-page.ts';
import { standIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const page = await readPage(new URL('../../docs/grafana.md', import.meta.url));
/** Its calls go to a profile without Grafana; those of all others to one with it. */
const plainHeading = '8. Without Grafana, and without Grafana Cloud';
const isPlain = ({ name }: { name: string }): boolean => name.endsWith(`: ${plainHeading}`);
const makeStandIns = () => withExampleFiles(standIns());

test('the page shows a call of every tool of the plugin', () => {
  const called = new Set(page.shown.flatMap((one) => (one.kind === 'call' ? [one.tool] : [])));
  expect(grafana.tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
});

test('the page has a part for who has no Grafana', () => {
  expect(page.shown.filter(isPlain)).not.toEqual([]);
});

describe.skipIf(skipWithout(prometheusBinary) || skipWithout(alertmanagerBinary))('with real servers', () => {
  const shownIn = (wanted: boolean) => ({ ...page, shown: page.shown.filter((one) => isPlain(one) === wanted) });
  walkPage({ name: 'docs/grafana.md', page: shownIn(false), makeWorld: () => makeGrafanaWorld('local'), makeStandIns });
  walkPage({
    name: 'docs/grafana.md, without Grafana',
    page: shownIn(true),
    makeWorld: () => makeGrafanaWorld('plain'),
    makeStandIns,
  });
});
