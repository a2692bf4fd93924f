import { defineConnection, definePlugin, secret } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { configSchema } from './json-schema.ts';

const connection = defineConnection({
  id: 'tasker',
  profile: z.object({
    url: z.url().describe('Where it is.'),
    token: secret().optional(),
    tags: z.array(z.enum(['a', 'b'])).default([]),
  }),
  connect: () => ({ reader: {} }),
  probe: () => true,
});
const list = connection.read({
  name: 'task_list',
  description: 'List tasks.',
  toolset: 'tasks',
  input: z.object({}),
  output: z.object({}),
  run: () => ({}),
});
const plugin = definePlugin({
  id: 'tasker',
  title: 'Tasker',
  version: '1',
  toolsets: { tasks: { title: 'Tasks', use: 'tasks' } },
  tools: [list],
});

const reference = { type: 'string', pattern: '\\$\\{(env|file|command):' };

test('knows every connection of the plugins, and takes a reference where a narrow text is wanted', () => {
  const schema = configSchema({ plugins: [plugin] });
  expect(schema).toMatchObject({
    additionalProperties: false,
    properties: {
      profiles: {
        additionalProperties: {
          additionalProperties: false,
          properties: {
            tier: { enum: ['development', 'staging', 'production'] },
            tasker: {
              required: ['url'],
              properties: {
                url: { anyOf: [{ type: 'string', format: 'uri', description: 'Where it is.' }, reference] },
                token: { anyOf: [{ type: 'string', writeOnly: true }, reference] },
                tags: { items: { anyOf: [{ enum: ['a', 'b'] }, reference] } },
              },
            },
          },
        },
      },
      audit: { properties: { anchor: { type: 'string' } } },
      server: { properties: { hosts: { type: 'array' } } },
    },
  });
});

test('takes a prefixed plugin for the plugin that it is', () => {
  expect(configSchema({ plugins: [{ plugin, prefix: 'x_' }] })).toEqual(configSchema({ plugins: [plugin] }));
});
