import { expect, test } from 'vitest';
import { get, startInSandbox, startTools } from '../../test/start-tools.ts';
import { templateListRemote } from './template-list-remote.ts';

const row = (name: string, version = '1.0.0', namespace = 'production') => ({
  name,
  namespace,
  version,
  step_count: 2,
  description: null,
});

test('lists each template once, its newest version first', async () => {
  const rows = [row('order', '1.9.0'), row('order', '1.10.0'), row('order', '1.10.0-rc.1'), row('import', '0.1.0')];
  const body = { namespaces: [{ name: 'production', template_count: 4 }], templates: rows, total_count: 4 };
  const { callTool } = await startTools({ tools: [templateListRemote], routes: [get('/v1/templates', body)] });
  expect(await callTool('template_list_remote')).toEqual({
    namespaces: [{ name: 'production', description: null, template_count: 4 }],
    templates: [
      {
        namespace: 'production',
        name: 'order',
        version: '1.10.0',
        other_versions: ['1.10.0-rc.1', '1.9.0'],
        step_count: 2,
        description: null,
      },
      { namespace: 'production', name: 'import', version: '0.1.0', other_versions: [], step_count: 2, description: null },
    ],
    total: 2,
    complete: true,
  });
});

test('filters the namespaces too, which the server does not', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [templateListRemote] });
  const answer = await callTool('template_list_remote', { namespace: 'analytics' });
  expect(answer).toMatchObject({ namespaces: [{ name: 'analytics' }], total: 2, complete: true });
  expect(answer['namespaces']).toHaveLength(1);
  expect(answer).not.toHaveProperty('known_namespaces');
  expect(sandbox.http.requests.map(({ url }) => url)).toEqual(['/v1/templates?namespace=analytics']);
});

test('answers an unknown namespace with the known ones', async () => {
  const { callTool } = await startInSandbox({ tools: [templateListRemote] });
  expect(await callTool('template_list_remote', { namespace: 'prod' })).toEqual({
    namespaces: [],
    templates: [],
    total: 0,
    complete: true,
    known_namespaces: expect.arrayContaining(['analytics', 'production', 'data_processing']),
  });
});

test('is capped, and says so', async () => {
  const templates = Array.from({ length: 900 }, (_, index) => ({ ...row(`t${index}`), description: 'd'.repeat(9_000) }));
  const body = { namespaces: [{ name: 'production', template_count: 900 }], templates, total_count: 900 };
  const { callTool } = await startTools({ tools: [templateListRemote], routes: [get('/v1/templates', body)] });
  const answer = await callTool('template_list_remote');
  expect(answer).toMatchObject({ total: 900, complete: false });
  expect(answer['templates']).toHaveLength(200);
  expect(answer).not.toHaveProperty('left_out');
});
