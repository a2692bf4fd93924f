import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beatSchedule } from '../tools/beat-schedule.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('beat_schedule', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  test('tells the schedule of workers that have one, in words, and says what it does not show', async () => {
    const own = { hourly: { task: 'tasks.echo', schedule: 3600, kwargs: { api_key: 'hidden', to: 'all' } } };
    await Promise.all([
      rig.worker({ pool: 'solo', hostname: 'one', queues: ['celery'] }),
      rig.worker({ pool: 'solo', hostname: 'two', queues: ['celery'] }),
      rig.worker({ pool: 'solo', hostname: 'other', queues: ['celery'], settings: { beat_schedule: own } }),
    ]);
    const { read } = await startReading({ tool: beatSchedule, settings: { broker: rig.url, answer_timeout_ms: 20_000 } });
    const { entries, ...rest } = await read();
    expect(entries).toEqual([
      {
        name: 'add-each-minute',
        task_name: 'tasks.add',
        schedule: 'every 60 s',
        raw_schedule: 60,
        timezone: 'UTC',
        args: [2, 3],
        kwargs: null,
        options: null,
        told_by: ['celery@one', 'celery@two'],
      },
      expect.objectContaining({
        name: 'hourly',
        schedule: 'every 3600 s',
        kwargs: { api_key: expect.not.stringContaining('hidden'), to: 'all' },
        told_by: ['celery@other'],
      }),
      expect.objectContaining({
        name: 'report-at-night',
        schedule: 'at minute 30, hour 3',
        raw_schedule: expect.stringMatching(/^<crontab: /),
        kwargs: { title: 'night' },
        options: { queue: 'reports', expires: 3600 },
      }),
    ]);
    expect(rest).toEqual({
      workers: { known: 3, answered: 3, silent: [] },
      complete: true,
      notes: [expect.stringContaining('It does not show that beat runs')],
    });
    expect((await read({ task_name: 'tasks.report' })).entries.map(({ name }) => name)).toEqual(['report-at-night']);
  });

  test('without a worker nothing is known, and that is what it says', async () => {
    const { read } = await startReading({ tool: beatSchedule, settings: { broker: `${rig.url}/5`, answer_timeout_ms: 300 } });
    expect(await read()).toMatchObject({ entries: [], workers: { known: 0 }, notes: [expect.stringContaining('No worker')] });
  });
});
