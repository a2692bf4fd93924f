import { expect, it } from 'vitest';
import { cutsOff, type ServiceAction } from './service-change.ts';

it.each<[ServiceAction, string, boolean]>([
  ['start', 'poweroff.target', true],
  ['start', 'systemd-reboot', true],
  ['start', 'debug-shell', true],
  ['stop', 'user.slice', true],
  ['restart', 'ssh', true],
  ['restart', 'ssh.socket', true],
  ['disable', 'NetworkManager.service', true],
  ['start', 'ssh', false],
  ['enable', 'ssh.service', false],
  ['stop', 'nginx', false],
  ['restart', 'backup.timer', false],
])('%s of %s: the host may be lost is %s', (action, unit, isLost) => {
  expect(cutsOff({ action, unit })).toBe(isLost);
});
