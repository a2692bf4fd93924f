import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { callTool } from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp } from '../processes/app/serve-http.ts';
import { depotApp, depotConfig } from './depot/app.ts';
import { type DepotBackend, startDepot } from './depot/backend.ts';
import { startHost } from './depot/host.ts';
import { depotPlugin } from './depot/plugin.ts';
import { sqliteStore } from '@lineclear/core';

let home: Home;
let backend: DepotBackend;
beforeEach(async () => {
  [home, backend] = await Promise.all([makeHome(), startDepot()]);
  await home.write('lineclear.yaml', depotConfig(backend));
});
afterEach(async () => {
  await backend[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

describe('one plan, confirmed from several places', () => {
  test('runs once when tabs confirm at the same time, and all get the same receipt', async () => {
    await using server = await serveHttp({ home, app: depotApp });
    const call = (args: object) => callTool({ ...server, name: 'parcel_send', args: { id: 'a', ...args } });
    const { ticket } = valueOf(await call({}));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, tab) => call(tab % 2 === 0 ? { confirm: true } : { confirm: true, ticket })),
    );
    const values = answers.map(valueOf);
    expect(values.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'executed'));
    expect(values.filter(({ replayed }) => replayed !== true)).toHaveLength(1);
    expect(new Set(values.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });

  test('runs once when two processes confirm at the same time', async () => {
    await using first = await openStdio({ home, app: depotApp, era: 'modern' });
    await using second = await openStdio({ home, app: depotApp, era: 'legacy' });
    const { ticket } = valueOf(await first.callTool('parcel_send', { id: 'a' }));
    const confirm = { id: 'a', confirm: true, ticket };
    backend.hold('writes');
    const answers = [first, second, first, second].map((client) => client.callTool('parcel_send', confirm));
    await backend.held();
    backend.release();
    const values = (await Promise.all(answers)).map(valueOf);
    expect(values.filter(({ replayed }) => replayed !== true)).toHaveLength(1);
    expect(new Set(values.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });
});

describe('a definition that changed between preview and confirmation', () => {
  test.each([
    { title: 'a newer version of the plugin', plugin: depotPlugin({ version: '1.0.1' }) },
    { title: 'another description', plugin: depotPlugin({ description: 'Send a parcel away. It is never seen again.' }) },
  ])('is previewed anew: $title', async ({ plugin }) => {
    const store = await sqliteStore({ folder: home.state });
    await using before = await startHost({ backend: backend.url, store });
    await using after = await startHost({ backend: backend.url, store, plugin });
    const preview = { token: 'ada', name: 'parcel_send', args: { id: 'a' } };
    const { ticket } = valueOf(await callTool({ ...before, ...preview }));
    const confirm = { ...preview, args: { id: 'a', confirm: true, ticket } };

    const { code, details } = errorOf(await callTool({ ...after, ...confirm }));
    expect(code).toBe('preview_required');
    expect(details).toMatchObject({
      reason: 'definition_changed',
      preview: { status: 'preview', ticket: expect.not.stringMatching(String(ticket)) },
    });
    expect(backend.writes).toEqual([]);
    expect(valueOf(await callTool({ ...before, ...confirm }))).toMatchObject({ status: 'executed' });
    await store.close();
  });
});
