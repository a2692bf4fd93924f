import { describe, expect, test } from 'vitest';
import { startActions } from '../src/actions/test/start-actions.ts';
import { calls } from './calls.ts';
import { mapLeaves, startLying } from './lying-server.ts';

describe('a server that takes its time', () => {
  const startSlow = async (requestMs: number) => {
    let now = Date.UTC(2026, 2, 2, 12);
    const slow = await startLying({
      clock: { now: () => now },
      lie: ({ json }) => {
        now += requestMs;
        return json;
      },
    });
    return slow;
  };

  test('gets no more questions for single tasks than there is time for, and what was found is answered', async () => {
    const { callTool, requests } = await startSlow(4_000);
    expect(await callTool('task_list', { limit: 100 })).toMatchObject({
      notes: [expect.stringMatching(/not asked for their state, because the server is slow: \d+/)],
    });
    expect(requests.length).toBeLessThan(20);
  });

  test('ends a scan before the call is given up', async () => {
    const { callTool, requests } = await startSlow(4_000);
    expect(await callTool('task_list', { status: 'error', limit: 100 })).toMatchObject({
      complete: false,
      notes: [expect.stringContaining('older tasks were not looked at')],
    });
    expect(requests.length).toBeLessThan(20);
  });
});

test('a search for a dead letter ends before the preview is given up, and says what spares it', async () => {
  let now = Date.UTC(2026, 2, 2, 12);
  const { answer, requests } = await startLying({
    clock: { now: () => now },
    volume: { dlqEntries: 10_000 },
    lie: ({ json }) => {
      now += 3_000;
      return json;
    },
  });
  const unknown = { ...calls['dlq_update'], dlq_entry_uuid: '0197a0b4-0000-7000-8000-0000000000ff' };
  expect(await answer('dlq_update', unknown)).toMatchObject({
    error: {
      code: 'timeout',
      hint: expect.stringContaining('Name its task'),
      details: { reason: 'search_too_long', scanned: 3_500 },
    },
  });
  expect(requests).toHaveLength(7);
});

test('statistics are those of what could be read in time, and say so', async () => {
  let now = Date.UTC(2026, 2, 2, 12);
  const { callTool } = await startLying({
    clock: { now: () => now },
    volume: { dlqEntries: 5_000 },
    lie: ({ json }) => {
      now += 12_000;
      return json;
    },
  });
  expect(await callTool('dlq_stats')).toMatchObject({
    sample: { complete: false },
    notes: [expect.stringContaining('The server is slow: the averages are over')],
  });
  expect(await callTool('analytics_performance', { hours: 720 })).toMatchObject({
    notes: expect.arrayContaining([expect.stringMatching(/left out of the sample, because the server is slow: \d+/)]),
  });
});

describe('the token', () => {
  const token = 'tok-3f9c1d77a2b04e5f';
  const forms = [token, Buffer.from(token).toString('base64'), encodeURIComponent(token)];

  test('appears nowhere, also where the server tells it in every text', async () => {
    const { answer } = await startLying({
      settings: { token },
      lie: ({ json }) =>
        mapLeaves({
          json,
          change: ({ value }) =>
            typeof value === 'string' && !/^[\da-f-]{36}$/.test(value) ? `${forms.join(' ')} ${value}` : value,
        }),
    });
    for (const [tool, args] of Object.entries(calls)) {
      const found = JSON.stringify(await answer(tool, args));
      for (const form of forms) expect({ tool, found }).toEqual({ tool, found: expect.not.stringContaining(form) });
    }
  });
});

describe('a context', () => {
  const order = calls['task_submit'];

  test('reaches the server as it was given, keys of every name included', async () => {
    const context = JSON.parse('{"constructor": 1, "toString": null, "a.b": {"__proto__x": [1.5]}, "": "é\\u2028"}');
    const { previewTool, callTool, sent } = await startActions();
    await previewTool('task_submit', { ...order, context });
    await callTool('task_submit', { ...order, context, confirm: true });
    expect(sent()).toMatchObject([{ body: { context } }]);
  });

  test.each([
    ['too deep', JSON.parse(`{"a": ${'['.repeat(100)}${']'.repeat(100)}}`)],
    ['too large', { a: 'x'.repeat(5_000_000) }],
  ])('%s is refused before anything is asked', async (_what, context) => {
    const { answer, sandbox } = await startActions();
    expect(await answer('task_submit', { ...order, context })).toMatchObject({ error: { code: 'invalid_input' } });
    expect(sandbox.http.requests).toEqual([]);
  });
});
