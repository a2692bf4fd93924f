import { expect, test } from 'vitest';
import { compose } from '../compose.ts';
import { callerOf } from './test/line.ts';
import { newRecorder, tapePlugin } from './test/tape.ts';

const start = async () => {
  const recorder = newRecorder();
  const composition = await compose({
    plugins: [tapePlugin(recorder)],
    profiles: { default: 'staging', profiles: { staging: { tier: 'staging', connections: { recorder: {} } } } },
  });
  return { recorder, composition, ...callerOf(composition) };
};

test('runs under the executed plan of the write that covers it, recorded before and after', async () => {
  const { recorder, composition, value } = await start();
  await value('tape_start', { tape: 'a' });
  const started = await value('tape_start', { tape: 'a', confirm: true });
  const answer = await value('tape_say', { tape: 'a', line: 'hello' });
  const plan = recorder.tapes.get('a')?.plan;
  expect(started).toMatchObject({ receipt: { plan_id: plan } });
  expect(answer).toMatchObject({
    status: 'executed',
    action: 'tape_say',
    result: { tape: 'a', lines: 1 },
    receipt: { covered_by: plan },
  });
  const events = await composition.audit.query({ tool: 'tape_say', order: 'asc' });
  expect(events.map(({ event, covered_by }) => [event, covered_by])).toEqual([
    ['covered', plan],
    ['executed', plan],
  ]);
  await composition.close();
});
