import type { Unit } from './unit-state.ts';

export const serviceActions = ['start', 'stop', 'restart', 'reload', 'enable', 'disable'] as const;
export type ServiceAction = (typeof serviceActions)[number];

/** Without these, nobody reaches the host any more, or it does not know who they are. */
const lifelines =
  /^(?:sshd?|systemd-networkd|systemd-resolved|systemd-logind|NetworkManager|networking|network|dbus|dbus-broker|ufw|firewalld|nftables|wg-quick@.*|tailscaled|cloud-init)\.(?:service|socket)$/;

/** Units that are no service: starting a target may end the host, and a slice or a mount takes much with it. */
const wide = /\.(?:target|slice|scope|mount|automount|swap|device)$/;
const hostStates =
  /^(?:systemd-(?:poweroff|reboot|halt|kexec|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|soft-reboot|exit)|debug-shell|rescue|emergency)(?:\.service)?$/;

/** Whether an action can end the host, or cut it off from everybody, this server too. The unit is one as it is called or as systemd names it. */
export const cutsOff = ({ action, unit }: { action: ServiceAction; unit: string }): boolean => {
  if (wide.test(unit) || hostStates.test(unit)) return true;
  const ends = action !== 'start' && action !== 'enable';
  return ends && (lifelines.test(unit) || lifelines.test(`${unit}.service`));
};

/** What undoes an action, from the state before it; null where nothing does. */
export const undoOf = ({ action, unit: { state } }: { action: ServiceAction; unit: Unit }): string | null => {
  const isActive = state.active === 'active';
  const isEnabled = state.enabled === 'enabled';
  const undo = {
    start: isActive ? null : 'stop',
    stop: isActive ? 'start' : null,
    enable: isEnabled ? null : 'disable',
    disable: isEnabled ? 'enable' : null,
  };
  const found = action === 'restart' || action === 'reload' ? null : undo[action];
  return found === null ? null : `host_service with action: ${found}`;
};

/** What a person should know before they agree. */
export const warningsFor = ({ action, unit }: { action: ServiceAction; unit: Unit }): readonly string[] => {
  const { state, dependents, triggers } = unit;
  const isActive = state.active === 'active' || state.active === 'reloading';
  const stops = action === 'stop' || action === 'restart';
  return [
    ...(action === 'start' && isActive ? ['It is active already.'] : []),
    ...(action === 'stop' && state.active === 'inactive' ? ['It is not active.'] : []),
    ...(action === 'reload' && !isActive ? ['It is not active, so there is nothing to reload.'] : []),
    ...(action === 'enable' && state.enabled === 'enabled' ? ['It is enabled already.'] : []),
    ...(action === 'disable' && state.enabled === 'disabled' ? ['It is disabled already.'] : []),
    ...(['enable', 'disable'].includes(action) && state.enabled === 'static' ? ['It is static: it has nothing to enable.'] : []),
    ...(state.enabled === 'masked' ? ['It is masked: it cannot be started.'] : []),
    ...(stops && dependents.length > 0 ? [`These stop with it: ${dependents.join(', ')}.`] : []),
    ...(action === 'stop' && triggers.length > 0 ? [`These may start it again: ${triggers.join(', ')}.`] : []),
    ...(state.needs_daemon_reload && action !== 'stop'
      ? ['Its file changed; systemd uses the old one until a daemon-reload.']
      : []),
    ...(cutsOff({ action, unit: state.unit }) ? ['This may end the host, or cut it off from everybody, this server too.'] : []),
  ];
};
