import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import tasker from '../src/index.ts';
import { calls } from './calls.ts';
import { type Json, startLying } from './lying-server.ts';

const costly = ['task_list', 'task_inspect', 'dlq_inspect', 'dlq_stats', 'analytics_performance', 'analytics_bottlenecks'];
const slowly = async ({ json }: { json: Json }): Promise<Json> => {
  await delay(5);
  return json;
};

describe('many calls at once', () => {
  test('open no more connections than a connection has', async () => {
    const { answer, mostAtOnce } = await startLying({ lie: slowly });
    const asked = Array.from({ length: 8 }, () => costly.map((tool) => answer(tool, calls[tool]))).flat();
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['value']));
    expect(mostAtOnce()).toBeLessThanOrEqual(64);
  });

  test.each(tasker.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name))(
    'of the confirmed %s write once, and all tell of the same',
    async (tool) => {
      const { previewTool, answer, requests } = await startLying({ lie: slowly });
      const { ticket = null } = await previewTool(tool, calls[tool]);
      const found = await Promise.all(Array.from({ length: 6 }, () => answer(tool, { ...calls[tool], confirm: true, ticket })));
      expect(requests.filter((one) => !one.startsWith('GET '))).toHaveLength(1);
      const told = found.map((one) => (one.kind === 'value' ? one.value['status'] : one.kind === 'error' && one.error.code));
      expect(told).toContain('executed');
      expect(told.every((one) => one === 'executed' || one === 'conflict')).toBe(true);
    },
  );
});

test.each(costly)('%s asks nothing more once its caller has left', async (tool) => {
  const leaving = new AbortController();
  const { answer, requests } = await startLying({
    lie: async ({ json }) => {
      if (requests.length >= 2) leaving.abort();
      await delay(5);
      return json;
    },
  });
  const found = await answer(tool, calls[tool], leaving.signal);
  const sent = requests.length;
  expect(found).toMatchObject(leaving.signal.aborted ? { error: { code: 'cancelled' } } : { kind: 'value' });
  await delay(60);
  // What was on its way may still arrive.
  expect(requests.length).toBeLessThanOrEqual(sent + 6);
});
