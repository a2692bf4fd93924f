import { expect, it } from 'vitest';
import { start } from '../../test/start.ts';
import { dropletActions } from './droplet-actions.ts';

it('waits as long as it was asked to, where the profile looks more rarely', async () => {
  const { callTool, world } = await start({ settings: { poll_ms: 30_000, wait_ms: 0 } });
  const place = { resourceId: 11, resourceType: 'droplet', resourceKey: 'droplet 11', region: 'nyc3' } as const;
  world.actions.looks = 2;
  const { id } = world.actions.begin({ type: 'reboot', ...place, effect: () => undefined });
  expect(await callTool('droplet_actions', { action_id: id, wait_s: 1 })).toMatchObject({ actions: [{ status: 'completed' }] });
});

it('may take longer than it was asked to wait', () => {
  const { deadlineMs } = dropletActions;
  expect(typeof deadlineMs === 'function' && deadlineMs({ wait_s: 25, limit: 20, page: 1 })).toBe(45_000);
});
