import { expect, onTestFinished, test } from 'vitest';
import { startTapes } from '../confirm/test/tapes.ts';
import { createHttpDoor } from './http/door.ts';
import { clients } from './test/clients.ts';
import { listen } from './test/doors.ts';
import { silentLog } from './test/logs.ts';

test.each(Object.entries(clients))('the official client of %s writes under a plan that it confirmed', async (_name, connect) => {
  const tapes = await startTapes();
  const caller = { principal: { id: 'ada' }, profile: 'staging', transport: 'http' } as const;
  const door = createHttpDoor({ path: tapes.composition.path, authenticate: () => caller, logger: silentLog });
  const { origin, close } = await listen(door.listener);
  const client = await connect({ url: `${origin}/mcp` }, undefined);
  onTestFinished(async () => {
    await client.close();
    await door.close({ graceMs: 0 });
    await close();
    await tapes.composition.close();
  });

  const { tools } = await client.listTools();
  expect(tools.find(({ name }) => name === 'tape_say')).toMatchObject({
    inputSchema: { properties: { tape: {}, line: {} }, required: ['tape', 'line'] },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
  });
  const say = (line: string, more = {}) => client.callTool({ name: 'tape_say', arguments: { tape: 'a', line, ...more } });
  const start = (more = {}) => client.callTool({ name: 'tape_start', arguments: { tape: 'a', ...more } });

  expect(await say('too early')).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('not_found') }] });
  expect(await start()).toMatchObject({ structuredContent: { status: 'preview' } });
  expect(await say('still too early')).toMatchObject({ isError: true });
  expect(await start({ confirm: true })).toMatchObject({ structuredContent: { status: 'executed' } });
  for (const [index, line] of ['one', 'two'].entries()) {
    expect(await say(line)).toMatchObject({
      structuredContent: {
        status: 'executed',
        result: { tape: 'a', lines: index + 1 },
        receipt: { covered_by: tapes.recorder.tapes.get('a')?.plan },
      },
    });
  }
  expect(await say('three', { confirm: true })).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('invalid_input') }],
  });
  expect(tapes.said('a')).toEqual(['one', 'two']);
});
