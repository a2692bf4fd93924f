import { expect, test } from 'vitest';
import * as z from 'zod';
import { compose } from '../compose.ts';
import { defineConnection, definePlugin } from '../plugin/index.ts';

test('what a connection reads credentials from is denied to the others of every profile', async () => {
  const seen: (readonly string[])[] = [];
  const files = defineConnection({
    id: 'files',
    profile: z.object({}),
    connect: ({ protectedPaths }) => {
      seen.push(protectedPaths);
      return { reader: {} };
    },
    probe: () => 'up',
  });
  const cluster = defineConnection({
    id: 'cluster',
    profile: z.object({ config: z.string() }),
    secretFiles: ({ profile }) => [profile.config],
    connect: () => ({ reader: {} }),
    probe: () => 'up',
  });
  const look = (connection: typeof files | typeof cluster, name: string) =>
    connection.read({
      name,
      toolset: 'own',
      description: 'Look.',
      input: z.object({}),
      output: z.object({}),
      run: () => ({}),
    });
  const composition = await compose({
    plugins: [
      definePlugin({
        id: 'own',
        title: 'Own',
        version: '1.0.0',
        toolsets: { own: { title: 'Own', use: 'tests' } },
        tools: [look(files, 'file_look'), look(cluster, 'cluster_look')],
      }),
    ],
    profiles: {
      default: 'one',
      folder: '/srv/conf',
      profiles: {
        one: { tier: 'development', connections: { files: {}, cluster: { config: 'kube/config' } } },
        two: { tier: 'development', connections: { cluster: { config: '/etc/kube' } } },
      },
    },
    protectedPaths: ['/srv/state'],
  });
  await composition.call({
    tool: 'file_look',
    args: {},
    caller: { principal: { id: 'ada' }, profile: 'one', transport: 'embedded' },
    asking: { mode: 'none' },
    signal: new AbortController().signal,
  });
  await composition.close();
  expect(seen).toEqual([['/srv/state', '/srv/conf/kube/config', '/etc/kube']]);
});
