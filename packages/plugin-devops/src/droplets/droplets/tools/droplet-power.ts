import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { droplets } from '../../connection.ts';
import { dropletFields } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing } from '../../text/refusals.ts';
import { actionsOf, type DropletAnswer, showDroplet, stateOf, targetDroplet } from '../droplet.ts';

const powers = {
  on: { type: 'power_on', does: 'Turn on', undo: 'droplet_power with shutdown' },
  off: { type: 'power_off', does: 'Cut the power of', undo: 'droplet_power with on' },
  shutdown: { type: 'shutdown', does: 'Shut down', undo: 'droplet_power with on' },
  reboot: { type: 'reboot', does: 'Reboot', undo: null },
  power_cycle: { type: 'power_cycle', does: 'Cut the power of and restart', undo: null },
} as const;
type Power = keyof typeof powers;

export const dropletPower = droplets.write({
  name: 'droplet_power',
  title: 'Turn a droplet on or off',
  toolset: 'droplets',
  risk: 'destructive',
  description:
    'Turn a droplet on or off, or restart it. Prefer shutdown and reboot: off and power_cycle lose what is not on its disk yet.',
  input: z.strictObject({
    ...dropletFields,
    action: z.enum(['on', 'off', 'shutdown', 'reboot', 'power_cycle']).describe('What to do.'),
  }),
  output: actionResult,
  classify: ({ input: { name, action } }) => ({
    class: 'power',
    target: name,
    ...(isHard(action) ? {} : { risk: 'reversible' as const }),
  }),
  preview: async ({ input: { id, name, action }, reader, profile, signal }) => {
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const { type, does, undo } = powers[action];
    return {
      description: `${does} the droplet ${quoted(name)} (${id}) in ${profile.name}.`,
      guard: stateOf(droplet),
      details: previewDetails({ profile, target: name, sends: { id, type }, undo }),
      warnings: [
        ...(isHard(action) ? ['What the machine has not written to its disk yet is lost.'] : []),
        ...(action === 'off' || action === 'shutdown' ? ['It is billed while it is off, too.'] : []),
        ...(action === 'shutdown' ? ['The machine may ignore it: look at its state afterwards.'] : []),
      ],
      ...(droplet === undefined ? {} : { before: showDroplet(droplet) }),
      ...refusing(refusal, refusalOf({ droplet, action })),
    };
  },
  execute: (call) => {
    const { type } = powers[call.input.action];
    return runAction({ call, path: actionsOf(call.input.id), listedAs: type, json: { type } });
  },
  verify: async ({ input: { id, name }, reader, signal }) => {
    const { droplet } = await targetDroplet({ id, name, reader, signal });
    return { status_now: droplet?.status ?? null };
  },
  reconcile: (call) => reconcileAction({ call, path: actionsOf(call.input.id) }),
});

const isHard = (action: Power): boolean => action === 'off' || action === 'power_cycle';

const refusalOf = ({ droplet, action }: { droplet: DropletAnswer | undefined; action: Power }) => {
  const isOff = droplet?.status === 'off';
  if (droplet === undefined || (action === 'on') === isOff) return undefined;
  return isOff
    ? notNow({ message: 'It is off.', hint: 'Turn it on with the action on.', reason: 'off' })
    : notNow({ message: 'It is on.', hint: 'Nothing has to be done.', reason: 'on' });
};
