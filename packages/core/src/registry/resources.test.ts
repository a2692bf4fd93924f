import { describe, expect, test } from 'vitest';
import { resource } from '../plugin/index.ts';
import { createResources } from './resources.ts';
import { connectionOf, pluginOf } from './test/composition.ts';

const facts = { description: 'Something to read.', mimeType: 'text/plain', read: () => ({ text: '' }) };
const help = resource({ ...facts, uri: 'tasker://tasks/help', name: 'help', title: 'Help' });
const task = connectionOf('tasker').resource({
  ...facts,
  uri: 'tasker://tasks/{id}',
  name: 'task',
  complete: { id: (prefix) => [`${prefix}1`, `${prefix}2`] },
});
const table = createResources([pluginOf({ id: 'p', resources: [task, help] })]);

describe('resources', () => {
  test('are listed as what they are: fixed or families', () => {
    expect(table.fixed.map(({ definition }) => definition)).toEqual([
      { uri: 'tasker://tasks/help', name: 'help', title: 'Help', description: 'Something to read.', mimeType: 'text/plain' },
    ]);
    expect(table.templates.map(({ definition }) => definition)).toEqual([
      { uriTemplate: 'tasker://tasks/{id}', name: 'task', description: 'Something to read.', mimeType: 'text/plain' },
    ]);
  });

  test('are found by their URI, a fixed one before any family', () => {
    expect(table.find('tasker://tasks/help')).toMatchObject({
      entry: { plugin: 'p', resource: { name: 'help' } },
      variables: {},
    });
    expect(table.find('tasker://tasks/42')).toMatchObject({
      entry: { resource: { name: 'task', connection: { id: 'tasker' } } },
      variables: { id: '42' },
    });
    expect(table.find('tasker://jobs/42')).toBeUndefined();
  });

  test('complete the variables of a family', async () => {
    const family = table.template('tasker://tasks/{id}');
    expect(await family?.complete({ name: 'id', prefix: 'a' })).toEqual({ values: ['a1', 'a2'], total: 2, hasMore: false });
    expect(await family?.complete({ name: 'toString', prefix: '' })).toEqual({ values: [], total: 0, hasMore: false });
    expect(table.template('tasker://tasks/42')).toBeUndefined();
  });

  test.each([
    ['tasker://tasks/help', 'tasker://tasks/help'],
    ['tasker://tasks/{id}', 'tasker://tasks/{uuid}'],
  ])('%s and %s are the same and refused', (left, right) => {
    const plugins = [left, right].map((uri, index) =>
      pluginOf({ id: `p${index}`, resources: [resource({ ...facts, uri, name: 'any' })] }),
    );
    expect(() => createResources(plugins)).toThrow(
      `plugin p1, resource ${right}: the resource ${left} of plugin p0 has the same form`,
    );
  });

  test('with a broken template are refused, naming the plugin', () => {
    const broken = pluginOf({ id: 'p', resources: [resource({ ...facts, uri: 'a://{+path}', name: 'any' })] });
    expect(() => createResources([broken])).toThrow('plugin p, resource a://{+path}: "a://{+path}" is not a URI template');
  });
});
