import { expect, test } from 'vitest';
import { openGrafana } from './test/open.ts';

const texts = ({ json }: { json: unknown }) => (json as { text: string }[]).map(({ text }) => text);

test('lists annotations by time, tags and dashboard', async () => {
  const { get, post } = await openGrafana({ seed: 'tunnel' });
  await post('/api/annotations', {
    text: 'first',
    time: 1000,
    tags: ['deploy', 'tunnel'],
    dashboardUID: 'tunnel-overview',
    panelId: 1,
  });
  await post('/api/annotations', { text: 'second', time: 2000, timeEnd: 5000, tags: ['incident'] });
  expect(texts(await get('/api/annotations'))).toEqual(['second', 'first']);
  expect(texts(await get('/api/annotations?from=4000&to=9000'))).toEqual(['second']);
  expect(texts(await get('/api/annotations?tags=deploy&tags=incident'))).toEqual([]);
  expect(texts(await get('/api/annotations?tags=deploy&tags=incident&matchAny=true'))).toEqual(['second', 'first']);
  expect(texts(await get('/api/annotations?dashboardUID=tunnel-overview'))).toEqual(['first']);
});

test('an annotation of an unknown dashboard becomes one of the organisation', async () => {
  const { get, post } = await openGrafana();
  expect((await post('/api/annotations', { text: 'x', dashboardUID: 'nothing' })).status).toBe(200);
  expect((await get('/api/annotations')).json).toMatchObject([{ dashboardId: 0 }]);
});

test('takes the format of Graphite, in seconds', async () => {
  const { get, post } = await openGrafana();
  await post('/api/annotations/graphite', { what: 'deployed', when: 1_700_000_000, tags: 'deploy tunnel', data: 'v2' });
  expect((await get('/api/annotations')).json).toMatchObject([
    { text: 'deployed\nv2', time: 1_700_000_000_000, tags: ['deploy', 'tunnel'] },
  ]);
});

test('shortens relative addresses and leads back to them', async () => {
  const { url, post } = await openGrafana();
  const { json } = await post('/api/short-urls', { path: 'd/tunnel-overview?from=now-6h' });
  const short = (json as { url: string }).url;
  expect(short.startsWith(`${url}/goto/`)).toBe(true);
  const followed = await fetch(short, { redirect: 'manual' });
  expect(followed.headers.get('location')).toBe(`${url}/d/tunnel-overview?from=now-6h`);
  expect((await post('/api/short-urls', { path: '/d/x' })).json).toMatchObject({ messageId: 'shorturl.absolute-path' });
});
