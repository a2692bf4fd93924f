import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { startSandboxed } from './test/start-dashboards.ts';

const expr = '{service="tunnel"}';

/** A panel in front of three servers of one type; `usual` is the default datasource of Grafana. */
const runPanel = async ({
  panel,
  target,
  variable,
  variables,
  usual = 'loki-b',
}: {
  panel?: JsonValue;
  target?: JsonValue;
  variable?: JsonObject;
  variables?: JsonObject;
  usual?: string;
}): Promise<JsonObject> => {
  const { callTool, sandbox } = await startSandboxed({ loki: false });
  const { world } = sandbox;
  world.addDatasource({ uid: 'sql', name: 'Sales', type: 'postgres', isDefault: usual === 'sql' });
  for (const uid of ['loki-c', 'loki-b', 'loki-a'])
    world.addDatasource({ uid, name: `Logs ${uid.at(-1)?.toUpperCase()}`, type: 'loki', isDefault: uid === usual });
  const panels: JsonObject[] = [
    {
      id: 1,
      title: 'P',
      ...(panel !== undefined && { datasource: panel }),
      targets: [{ refId: 'A', expr, ...(target !== undefined && { datasource: target }) }],
    },
  ];
  const templating = { list: variable === undefined ? [] : [{ type: 'datasource', query: 'loki', ...variable }] };
  world.saveDashboard({ uid: 'd', json: { title: 'D', templating, panels } });
  const answer = await callTool('run_panel_query', { uid: 'd', panel_id: 1, ...(variables !== undefined && { variables }) });
  const [query] = z.object({ queries: z.array(z.record(z.string(), z.json())) }).parse(answer).queries;
  return query ?? {};
};

const datasource = '$datasource';
const named = { name: 'datasource' };

test.each<[string, Parameters<typeof runPanel>[0], string]>([
  ['no datasource', {}, 'loki-b'],
  ['null', { panel: null, target: null }, 'loki-b'],
  ['default', { panel: 'default' }, 'loki-b'],
  ['a type alone', { panel: { type: 'loki' }, usual: 'sql' }, 'loki-a'],
  ['an object', { panel: { type: 'loki', uid: 'loki-c' } }, 'loki-c'],
  ['a uid as text', { panel: 'loki-c' }, 'loki-c'],
  ['a name as text', { panel: 'Logs C' }, 'loki-c'],
  ['mixed, with a datasource in the query', { panel: '-- Mixed --', target: { type: 'loki', uid: 'loki-c' } }, 'loki-c'],
  ['mixed, with none in the query', { panel: { type: 'datasource', uid: '-- Mixed --' }, target: null }, 'loki-b'],
  [
    'a variable by uid',
    { panel: { type: 'loki', uid: datasource }, variable: { ...named, current: { value: 'loki-c' } } },
    'loki-c',
  ],
  ['a variable by name', { panel: '${datasource}', variable: { ...named, current: { value: 'Logs C' } } }, 'loki-c'],
  ['a variable with a format', { panel: '${datasource:raw}', variable: { ...named, current: { value: 'Logs C' } } }, 'loki-c'],
  [
    'several values: the first',
    { panel: datasource, variable: { ...named, current: { value: ['loki-c', 'loki-a'] }, multi: true } },
    'loki-c',
  ],
  [
    'a variable of the caller',
    { panel: datasource, variable: { ...named, current: { value: 'loki-c' } }, variables: { datasource: 'Logs A' } },
    'loki-a',
  ],
  ['a part of a name', { panel: 'loki-${part}', variable: { name: 'part', type: 'custom', query: 'c,a' } }, 'loki-c'],
  [
    'a variable on default',
    { panel: { uid: datasource }, variable: { ...named, current: { text: 'default', value: 'default' } } },
    'loki-b',
  ],
  ['an empty variable', { panel: { uid: datasource }, variable: { ...named, current: { value: '' } } }, 'loki-b'],
  ['a variable without a value', { panel: { uid: datasource }, variable: named }, 'loki-b'],
  [
    'a variable of all',
    { panel: { uid: datasource }, variable: { ...named, includeAll: true, current: { value: '$__all' } } },
    'loki-b',
  ],
  [
    'a variable without a value, and no default of the type',
    { panel: { uid: datasource }, variable: named, usual: 'sql' },
    'loki-a',
  ],
  ['a variable with an expression', { panel: { uid: datasource }, variable: { ...named, regex: '/ [CX]$/' } }, 'loki-c'],
  [
    'an expression that has to fit the whole name',
    { panel: { uid: datasource }, variable: { ...named, regex: 'Logs [AC]' } },
    'loki-a',
  ],
  ['an expression that is none', { panel: { uid: datasource }, variable: { ...named, regex: '/(/' } }, 'loki-b'],
])('%s', async (_what, options, uid) => {
  expect(await runPanel(options)).toMatchObject({ status: 'ok', datasource: uid });
});

test.each([['${DS_LOKI}'], ['$DS_LOKI'], ['[[DS_LOKI]]']])(
  '%s of an import that was never answered is the default of its type',
  async (uid) => {
    expect(await runPanel({ panel: { type: 'loki', uid } })).toMatchObject({
      status: 'ok',
      datasource: 'loki-b',
      note: 'The dashboard has no variable "DS_LOKI": "Logs B" was asked in its place.',
    });
    expect(await runPanel({ panel: { type: 'loki', uid }, variables: { DS_LOKI: 'loki-c' } })).toMatchObject({
      datasource: 'loki-c',
    });
  },
);

test('a datasource that is gone is replaced where a variable chose it, and said', async () => {
  expect(await runPanel({ panel: { uid: datasource }, variable: { ...named, current: { value: 'gone' } } })).toMatchObject({
    datasource: 'loki-b',
    note: 'The datasource "gone" of "datasource" is gone: "Logs B" was asked.',
  });
});

test.each([
  ['-- Grafana --'],
  ['-- Dashboard --'],
  ['__expr__'],
  [{ type: 'datasource', uid: 'grafana' }],
  [{ type: '__expr__', uid: '__expr__' }],
])('what Grafana computes itself is not run: %j', async (target) => {
  expect(await runPanel({ panel: '-- Mixed --', target })).toMatchObject({
    status: 'not_run',
    reason: expect.stringContaining('Grafana computes this by itself'),
  });
});

test.each<[string, Parameters<typeof runPanel>[0], object]>([
  ['a variable of nobody', { panel: '${DS_LOKI}' }, { code: 'not_found', details: { reason: 'no_variable' } }],
  ['an expression that fits nothing', { panel: datasource, variable: { ...named, regex: 'x' } }, { code: 'not_found' }],
  ['a type that is not there', { panel: datasource, variable: { ...named, query: 'prometheus' } }, { code: 'not_configured' }],
  [
    'a datasource of the caller that is not there',
    { panel: datasource, variable: named, variables: { datasource: 'x' } },
    { code: 'not_found' },
  ],
])('an error is coded: %s', async (_what, options, error) => {
  await expect(runPanel(options)).rejects.toMatchObject({ ...error, hint: expect.stringMatching(/./) });
});
