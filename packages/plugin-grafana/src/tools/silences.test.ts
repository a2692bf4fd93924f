import { alertmanagerBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { type RealAlertmanager, startRealAlertmanager } from '../alertmanager/test/real-alertmanager.ts';
import { startAlerting } from './test/start-alerting.ts';

describe.skipIf(skipWithout(alertmanagerBinary))('in front of a real Alertmanager', () => {
  let real: RealAlertmanager;
  beforeAll(async () => {
    real = await startRealAlertmanager();
    await real.fire(
      { alertname: 'TunnelDown', severity: 'critical', service: 'tunnel', team: 'edge' },
      { alertname: 'TunnelSlow', severity: 'warning', service: 'tunnel', team: 'edge' },
      { alertname: 'DiskFull', severity: 'warning', service: 'web-1' },
    );
    // It takes alerts first, and finds out later what they inhibit.
    await vi.waitUntil(async () => JSON.stringify(await real.ask('/alerts?active=false')).includes('TunnelSlow'), {
      timeout: 30_000,
    });
  });
  afterAll(() => real.stop());
  const start = () => startAlerting({ settings: { alertmanager: { url: real.url } }, principal: 'ada' });

  test('lists alerts with what inhibits them and who is told', async () => {
    const { callTool } = await start();
    const answer = await callTool('list_alerts');
    expect(answer).toMatchObject({ left_out: 0, states: { active: 2, silenced: 0, inhibited: 1 } });
    const alerts = z.array(alert).parse(answer['alerts']);
    const down = alerts.find(({ name }) => name === 'TunnelDown');
    const slow = alerts.find(({ name }) => name === 'TunnelSlow');
    expect(down).toMatchObject({ alertmanager: 'alertmanager', state: 'active', receivers: ['on call: all'] });
    expect(slow).toMatchObject({ state: 'inhibited', inhibited_by: [down?.fingerprint] });
  });

  test.each([
    [{ matchers: ['service=~"tun.*"'] }, ['TunnelDown', 'TunnelSlow']],
    [{ matchers: ['team=""'] }, ['DiskFull']],
    [{ state: 'inhibited' }, ['TunnelSlow']],
    [{ receiver: 'hook' }, ['DiskFull']],
    [{ since: 'now+1h' }, []],
  ])('filters by %j', async (input, names) => {
    const { callTool } = await start();
    const { alerts } = await callTool('list_alerts', input);
    expect(
      z
        .array(alert)
        .parse(alerts)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names);
  });

  test('says how many were left out, and why nothing was found', async () => {
    const { callTool } = await start();
    expect(await callTool('list_alerts', { limit: 1 })).toMatchObject({ alerts: [expect.anything()], left_out: 2 });
    expect(await callTool('list_alerts', { matchers: ['alertname="Nobody"'] })).toMatchObject({
      alerts: [],
      hints: [expect.stringContaining('leave some of them out'), expect.stringContaining('list_alert_rules')],
    });
  });

  test('previews what a silence keeps quiet, and creates nothing', async () => {
    const { previewTool } = await start();
    const before = await real.ask('/silences');
    expect(
      await previewTool('create_silence', {
        matchers: ['severity=warning', 'service="tunnel"'],
        end: 'now+2h',
        comment: 'Deploying',
      }),
    ).toMatchObject({
      description: 'Silence severity="warning", service="tunnel" in the Alertmanager "alertmanager" (test) for 2 h: 1 alert now.',
      risk: 'reversible',
      warnings: [],
      details: { created_by: 'ada', alerts_now: [{ name: 'TunnelSlow', state: 'inhibited' }], alerts_of_all: '1 of 3' },
    });
    expect(await real.ask('/silences')).toEqual(before);
  });

  test('creates it, finds it, ends it', async () => {
    const { callTool, confirmTool } = await start();
    const { outcome } = await confirmTool('create_silence', {
      matchers: ['alertname="DiskFull"'],
      end: 'now+1h',
      comment: 'Disk is being swapped',
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { state: 'active', created_by: 'ada' },
      effect: { alerts_silenced: 1 },
    });
    const { result } = z.object({ result: z.object({ silence_id: z.string() }) }).parse(outcome);
    const id = result.silence_id;
    expect(await callTool('list_alerts', { state: 'silenced' })).toMatchObject({
      alerts: [{ name: 'DiskFull', silenced_by: [id] }],
    });
    expect(await callTool('list_silences', { text: 'SWAPPED' })).toMatchObject({
      silences: [{ silence_id: id, state: 'active', matchers: ['alertname="DiskFull"'], comment: 'Disk is being swapped' }],
    });
    const ending = await confirmTool('delete_silence', { silence_id: id });
    expect(ending.preview).toMatchObject({
      description: 'End the silence of alertname="DiskFull" in the Alertmanager "alertmanager" (test): 1 alert will be notified.',
      details: { alerts_heard_again: [{ name: 'DiskFull' }] },
    });
    expect(ending.outcome).toMatchObject({ result: { silence_id: id, state: 'expired' }, effect: { state: 'expired' } });
    expect(await callTool('list_alerts', { state: 'silenced' })).toMatchObject({ alerts: [] });
    expect(await callTool('list_silences', { state: 'expired' })).toMatchObject({ silences: [{ silence_id: id }] });
    await expect(callTool('delete_silence', { silence_id: id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'silence_has_ended' },
    });
  });

  test('is stale when somebody ends the silence first', async () => {
    const { callTool, confirmTool, previewTool } = await start();
    const { outcome } = await confirmTool('create_silence', {
      matchers: ['alertname="Later"'],
      end: 'now+1h',
      comment: 'For later',
    });
    const { silence_id } = z.object({ silence_id: z.string() }).parse(outcome['result']);
    await previewTool('delete_silence', { silence_id });
    await fetch(`${real.url}/api/v2/silence/${silence_id}`, { method: 'DELETE' });
    await expect(callTool('delete_silence', { silence_id, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { updated_at: expect.anything() }, refusal: { details: { reason: 'silence_has_ended' } } },
    });
  });

  test.each([
    ['everything', { matchers: ['alertname=~".+"'], end: 'now+1h' }, 'It may fit every alert'],
    ['longer than a day', { matchers: ['alertname="TunnelDown"'], end: 'now+25h' }, 'It lasts 1 d 1 h'],
  ])('asks a person before it silences %s', async (_name, input, warning) => {
    const { previewTool } = await start();
    expect(await previewTool('create_silence', { ...input, comment: 'Maintenance' })).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      warnings: expect.arrayContaining([expect.stringContaining(warning)]),
    });
  });

  test('warns of a silence with the same matchers, and of one that fits nothing', async () => {
    const { confirmTool, previewTool } = await start();
    const args = { matchers: ['service="nowhere"', 'team="x"'], end: 'now+1h', comment: 'Twice' };
    await confirmTool('create_silence', args);
    expect(
      await previewTool('create_silence', { ...args, matchers: args.matchers.toReversed(), comment: 'Again' }),
    ).toMatchObject({
      warnings: [expect.stringContaining('It fits no alert'), expect.stringContaining('has the same matchers')],
    });
  });

  test.each([
    [
      { matchers: ['alertname=~".*"'], end: 'now+1h' },
      { code: 'invalid_input', details: { reason: 'matchers_fit_everything' } },
    ],
    [
      { matchers: ['nonsense'], end: 'now+1h' },
      { code: 'invalid_input', details: { reason: 'matcher' } },
    ],
    [{ matchers: ['job=~"("'], end: 'now+1h' }, { code: 'invalid_input' }],
    [
      { matchers: ['job="a"'], end: 'now-1h' },
      { code: 'invalid_input', details: { reason: 'silence_times' } },
    ],
    [
      { matchers: ['job="a"'], end: 'tomorrow' },
      { code: 'invalid_input', details: { reason: 'time' } },
    ],
  ])('refuses %j', async (input, error) => {
    const { callTool } = await start();
    await expect(callTool('create_silence', { ...input, comment: 'Because' })).rejects.toMatchObject(error);
  });

  test.each(['0199ba5e-0000-4000-8000-000000000001', 'no-uuid', '../alerts'])('knows no silence %s', async (silence_id) => {
    const { callTool } = await start();
    await expect(callTool('delete_silence', { silence_id })).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('list_silences'),
    });
  });

  test("takes Alertmanager's own shape under the old name", async () => {
    const { previewTool } = await start();
    const matchers = [{ name: 'severity', value: 'warn.*', isRegex: true }];
    expect(await previewTool('mcp_grafana_create_silence', { matchers, duration: '30m', comment: 'Old client' })).toMatchObject({
      description: expect.stringContaining('Silence severity=~"warn.*"'),
      details: { alerts_of_all: '2 of 3' },
    });
  });
});

const alert = z.object({ name: z.string(), fingerprint: z.string() }).loose();
