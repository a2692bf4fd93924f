import { defineConnection, definePlugin } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { makeHome } from './home.ts';
import { runHere } from './in-process.ts';
import { toyPlugin } from './toy-plugin.ts';

const desk = defineConnection({
  id: 'desk',
  profile: z.object({ place: z.string() }),
  connect: ({ profile }) => ({ reader: { look: () => profile.place } }),
  probe: async ({ reader }) => ({ place: reader.look() }),
  local: ({ cwd }) => ({ place: cwd }),
});
const look = desk.read({
  name: 'desk_look',
  title: 'Look at the desk',
  description: 'Say where the desk is.',
  toolset: 'desk',
  input: z.object({}),
  output: z.object({ place: z.string() }),
  run: ({ reader }) => ({ place: reader.look() }),
});
const deskPlugin = definePlugin({
  id: 'desk',
  title: 'Desk',
  version: '1.0.0',
  toolsets: { desk: { title: 'Desk', use: 'Look at the desk.' } },
  tools: [look],
});

test('says what the profile that was taken over does not have, and how to reach it', async () => {
  const home = await makeHome();
  await home.write('stores.json', JSON.stringify([{ name: 'north', token: 'north-token' }]));
  const spec = { plugins: [toyPlugin, deskPlugin] };
  const both = await runHere({ args: ['init', '--client', 'none', '--from-stores'], home, spec });
  expect(both.stdout).toContain(
    'the default is "north"; only "local" has desk: start with --profile local, or copy that into "north"',
  );
  const told = await runHere({ args: ['call', 'desk_look', '--profile', 'local'], home, spec });
  expect(told.stdout).toContain(home.project);
  await home.remove();
});
