import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

const target = 'https://api.example.com/health';

describe('uptime checks', () => {
  it('are created together with whom they tell', async () => {
    const { confirmTool, sent, world } = await start();
    const wanted = { name: 'api', type: 'https', target, regions: ['eu_west'], alert_email: 'ops@example.com' };
    const { outcome } = await confirmTool('do_uptime_check_put', wanted);
    expect(outcome).toMatchObject({
      result: { name: 'api', regions: ['eu_west'], alerts: [{ type: 'down_global', tells: ['ops@example.com'] }] },
    });
    expect(sent()).toEqual(['POST /v2/uptime/checks', expect.stringMatching(/\/alerts$/)]);
    expect([...world.uptimeChecks.values()].map(({ name }) => name)).toEqual(['front page', 'api']);
  });

  it('are shown with their state, and without the address of a webhook', async () => {
    const { callTool, world } = await start();
    const check = world.uptimeChecks.get(known.check.id);
    const slack = { channel: '#ops', url: 'https://hooks.slack.example.com/of-nobody' };
    const notifications = { email: [], slack: [slack] };
    check?.alerts.push({ id: '5a4981aa-9653-4bd1-bef5-d6bff52042e9', name: 'slow', type: 'latency', notifications });
    Object.assign(check ?? {}, { isUp: false });
    const shown = await callTool('do_uptime_checks', {});
    expect(shown).toMatchObject({
      checks: [
        { state: [{ status: 'DOWN' }, { status: 'DOWN' }], alerts: [{ tells: ['ada@example.com'] }, { tells: ['slack #ops'] }] },
      ],
    });
    expect(JSON.stringify(shown)).not.toContain('hooks.slack');
  });

  it('are paused with a warning, and deleted with what they were', async () => {
    const { confirmTool, world } = await start();
    const pause = {
      ...known.check,
      type: 'https',
      target: 'https://example.com',
      regions: ['us_east', 'eu_west'],
      enabled: false,
    };
    const { preview } = await confirmTool('do_uptime_check_put', pause);
    expect(preview).toMatchObject({ warnings: ['Nobody is told of an outage while it is paused.'] });
    expect(world.uptimeChecks.get(known.check.id)?.enabled).toBe(false);
    const deletion = await confirmTool('do_uptime_check_delete', known.check);
    expect(deletion.preview).toMatchObject({ before: { enabled: false, alerts: [{ tells: ['ada@example.com'] }] } });
    expect(world.uptimeChecks.size).toBe(0);
  });
});
