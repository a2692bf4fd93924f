import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { definePlugin, read } from '@lineclear/core/plugin';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { checkSnapshots } from './tool-snapshots.ts';

const freshFolder = async (): Promise<URL> => {
  const path = await mkdtemp(join(tmpdir(), 'snapshots-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return pathToFileURL(`${path}/`);
};

const withTools = (tools: Record<string, string>) =>
  definePlugin({
    id: 'clock',
    title: 'Clock',
    version: '1.0.0',
    toolsets: { clock: { title: 'Clock', use: 'Tell the time.' } },
    tools: Object.entries(tools).map(([name, description]) =>
      read({
        name,
        description,
        toolset: 'clock',
        input: z.object({}),
        output: z.object({ time: z.string() }),
        run: () => ({ time: '' }),
      }),
    ),
  });

test('writes one file per tool and then finds nothing', async () => {
  const folder = await freshFolder();
  const plugin = withTools({ time_show: 'Show the time.', zone_show: 'Show the zone.' });
  expect(await checkSnapshots({ plugin, folder, update: true })).toEqual([]);
  expect((await readdir(folder)).toSorted()).toEqual(['time_show.json', 'zone_show.json']);
  expect(await checkSnapshots({ plugin, folder, update: false })).toEqual([]);
});

test('shows the line that changed and how to accept it', async () => {
  const folder = await freshFolder();
  await checkSnapshots({ plugin: withTools({ time_show: 'Show the time.' }), folder, update: true });
  const problems = await checkSnapshots({ plugin: withTools({ time_show: 'Show the time now.' }), folder, update: false });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.tool).toBe('time_show');
  expect(problems[0]?.message).toContain('-   "description": "Show the time.",\n+   "description": "Show the time now.",');
  expect(problems[0]?.message).toContain('LINECLEAR_UPDATE_SNAPSHOTS=1');
  expect(problems[0]?.message).not.toContain('outputSchema');
});

test('misses new tools, and old files until they are updated away', async () => {
  const folder = await freshFolder();
  await checkSnapshots({ plugin: withTools({ time_show: 'Show the time.' }), folder, update: true });
  const renamed = withTools({ time_read: 'Show the time.' });
  const problems = await checkSnapshots({ plugin: renamed, folder, update: false });
  expect(problems.map(({ tool }) => tool)).toEqual(['time_read', 'time_show']);
  await checkSnapshots({ plugin: renamed, folder, update: true });
  expect(await readdir(folder)).toEqual(['time_read.json']);
});
