import type { JsonObject } from '@lineclear/core/plugin';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startNavigation, startOffline } from './test/start-navigation.ts';

const deploy: JsonObject = {
  text: 'Deployed 1.4.2',
  tags: ['deploy', 'tunnel'],
  time: '2026-03-02T11:30:00Z',
  time_end: '2026-03-02T11:40:00Z',
  dashboard_uid: tunnel.dashboard,
};
const textsOf = (answer: JsonObject): readonly string[] =>
  z
    .object({ annotations: z.array(z.object({ text: z.string() })) })
    .parse(answer)
    .annotations.map(({ text }) => text);

describe('get_annotations', () => {
  const open = async () => {
    const started = await startNavigation();
    await started.confirmTool('create_annotation', deploy);
    await started.confirmTool('create_annotation', { text: 'Traffic moved', tags: ['tunnel'], time: 'now-2h' });
    await started.confirmTool('create_annotation', { text: 'Older', tags: ['deploy'], time: '2026-02-01T00:00:00Z' });
    return started;
  };

  test.each<[JsonObject, readonly string[]]>([
    [{}, ['Deployed 1.4.2', 'Traffic moved', 'Older']],
    [{ start: 'now-3h' }, ['Deployed 1.4.2', 'Traffic moved']],
    [{ end: 'now-1d' }, ['Older']],
    [{ tags: ['deploy', 'tunnel'] }, ['Deployed 1.4.2']],
    [{ tags: ['deploy', 'tunnel'], match_any: true }, ['Deployed 1.4.2', 'Traffic moved', 'Older']],
    [{ dashboard_uid: tunnel.dashboard }, ['Deployed 1.4.2']],
    [{ dashboard_uid: tunnel.dashboard, panel_id: 99 }, []],
    [{ type: 'alert' }, []],
  ])('with %j', async (args, texts) => {
    const { callTool } = await open();
    expect(textsOf(await callTool('get_annotations', args))).toEqual(texts);
  });

  test('shows whole annotations, and says that there are more', async () => {
    const { callTool } = await open();
    expect(await callTool('get_annotations', { limit: 1 })).toEqual({
      annotations: [
        {
          id: expect.any(Number),
          text: 'Deployed 1.4.2',
          tags: ['deploy', 'tunnel'],
          time: '2026-03-02T11:30:00.000Z',
          time_end: '2026-03-02T11:40:00.000Z',
          dashboard_uid: tunnel.dashboard,
          by: expect.any(String),
        },
      ],
      has_more: true,
    });
  });

  test('shows the state changes of alert rules', async () => {
    const { callTool, sandbox } = await startNavigation();
    sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
    expect(await callTool('get_annotations', { type: 'alert' })).toMatchObject({
      annotations: [{ alert: { name: expect.stringMatching(/./), to: 'firing' } }],
    });
  });

  test.each<[JsonObject, string]>([
    [{}, 'There is no such annotation.'],
    [{ tags: ['nobody'] }, 'There is no such annotation: try no tag.'],
    [
      { tags: ['no', 'body'], match_any: true, start: 'now-1h' },
      'There is no such annotation: try a longer range or fewer tags.',
    ],
    [{ tags: ['no', 'body'] }, 'There is no such annotation: try fewer tags or match_any=true.'],
    [
      { dashboard_uid: 'x', panel_id: 3, type: 'alert' },
      'There is no such annotation: try no dashboard_uid, no panel_id, or no type.',
    ],
  ])('says why %j finds none by what was asked for', async (args, hint) => {
    const { callTool } = await startNavigation({ seed: 'empty' });
    expect(await callTool('get_annotations', args)).toMatchObject({ hints: [hint] });
  });

  test('refuses a range that runs backwards', async () => {
    const { callTool } = await startNavigation();
    await expect(callTool('get_annotations', { start: 'now', end: 'now-1h' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('create_annotation', () => {
  test('says where it goes, and sends nothing', async () => {
    const { previewTool, sandbox } = await startNavigation();
    const before = sandbox.world.state();
    expect(await previewTool('create_annotation', deploy)).toMatchObject({
      description: expect.stringMatching(/^Add an annotation to the dashboard ".+" \(test\)\.$/),
      risk: 'additive',
      changes: ['+ Deployed 1.4.2', '+ tag deploy', '+ tag tunnel'],
      details: { time: '2026-03-02T11:30:00.000Z', time_end: '2026-03-02T11:40:00.000Z' },
      warnings: [],
    });
    expect(sandbox.world.state()).toEqual(before);
  });

  test.each<[JsonObject, string]>([
    [{ ...deploy, panel_id: 999 }, 'no panel 999'],
    [{ text: 'Deployed' }, 'found by its tags'],
  ])('warns of %j', async (args, warning) => {
    const { previewTool } = await startNavigation();
    expect(await previewTool('create_annotation', args)).toMatchObject({ warnings: [expect.stringContaining(warning)] });
  });

  test.each<[JsonObject, string, string]>([
    [{ dashboard_uid: 'nowhere' }, 'not_found', 'no_dashboard'],
    [{ time_end: '2026-03-02T11:00:00Z' }, 'invalid_input', 'time_range'],
    [{ time: 'soon' }, 'invalid_input', 'time'],
  ])('refuses %j', async (change, code, reason) => {
    const { callTool } = await startNavigation();
    await expect(callTool('create_annotation', { ...deploy, ...change })).rejects.toMatchObject({ code, details: { reason } });
  });

  test('refuses a panel without a dashboard', async () => {
    const { callTool } = await startNavigation();
    await expect(callTool('create_annotation', { text: 'x', panel_id: 1 })).rejects.toMatchObject({
      details: { reason: 'no_dashboard_uid' },
    });
  });

  test('is stale when somebody else adds the same', async () => {
    const { previewTool, callTool, confirmTool } = await startNavigation();
    await previewTool('create_annotation', deploy);
    await confirmTool('create_annotation', { ...deploy, time_end: '2026-03-02T11:41:00Z' });
    await expect(callTool('create_annotation', { ...deploy, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { preview: { warnings: ['The same annotation is there already.'] } },
    });
  });

  test.each<JsonObject>([{}, { time: 'now' }])('finds out that it happened when the answer was lost, with %j', async (change) => {
    const { previewTool, callTool, sandbox } = await startNavigation();
    const args = { ...deploy, time_end: 'now', ...change };
    await previewTool('create_annotation', args);
    sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true, times: 1 });
    const outcome = await callTool('create_annotation', { ...args, confirm: true });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { annotation: { id: expect.any(Number), text: 'Deployed 1.4.2' } },
    });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });

  test('does not claim what it cannot see, and an older one is not taken for it', async () => {
    const { previewTool, callTool, confirmTool, sandbox } = await startNavigation();
    await confirmTool('create_annotation', { ...deploy, time_end: 'now' });
    await previewTool('create_annotation', deploy);
    sandbox.fail(grafanaFaults.cut(), { unsafe: true, times: 1 });
    await expect(callTool('create_annotation', { ...deploy, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(sandbox.http.unsafe()).toHaveLength(2);
  });
});

test('older names: moments as numbers, a list alone, an id beside the outcome', async () => {
  const { confirmTool, callTool } = await startNavigation();
  const time = Date.UTC(2026, 2, 2, 11);
  const { outcome } = await confirmTool('mcp_grafana_create_annotation', {
    text: 'Moved',
    tags: ['a'],
    time,
    timeEnd: time + 1_000,
    dashboardUid: tunnel.dashboard,
  });
  expect(outcome).toMatchObject({ id: expect.any(Number), status: 'executed' });
  const { result } = await callTool('mcp_grafana_get_annotations', {
    from: time - 1,
    to: time + 1,
    dashboardUid: tunnel.dashboard,
  });
  expect(result).toMatchObject([{ text: 'Moved', time, timeEnd: time + 1_000, dashboardUID: tunnel.dashboard }]);
});

test.each<[JsonObject, JsonObject]>([
  [
    {
      format: 'graphite',
      what: 'Deployed',
      when: Date.UTC(2026, 2, 2, 11) / 1_000,
      tags: 'deploy tunnel',
      graphiteData: 'build 7',
    },
    { text: 'Deployed\nbuild 7', tags: ['deploy', 'tunnel'], time: '2026-03-02T11:00:00.000Z' },
  ],
  [
    { format: 'graphite', what: 'Deployed', tags: ['deploy'] },
    { text: 'Deployed', tags: ['deploy'], time: '2026-03-02T12:00:00.000Z' },
  ],
  [
    { what: 'Deployed', when: 0, data: 'build 7' },
    { text: 'Deployed\nbuild 7', tags: [] },
  ],
])("Graphite's format %j", async (args, annotation) => {
  const { confirmTool } = await startNavigation();
  expect((await confirmTool('mcp_grafana_create_annotation', args)).outcome).toMatchObject({ result: { annotation } });
});

test('a profile without Grafana has no annotations', async () => {
  const { callTool } = await startOffline({ prometheus: { url: 'http://127.0.0.1:1' } });
  await expect(callTool('get_annotations')).rejects.toMatchObject({
    code: 'not_configured',
    hint: expect.stringContaining('grafana: { url, token }'),
  });
});
