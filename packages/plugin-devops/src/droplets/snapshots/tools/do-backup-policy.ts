import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { usd } from '../../catalog/size.ts';
import { droplets } from '../../connection.ts';
import { actionsOf, targetDroplet } from '../../droplets/droplet.ts';
import { dropletFields } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing } from '../../text/refusals.ts';
import { policyOf } from '../policy.ts';

const input = z
  .strictObject({
    ...dropletFields,
    plan: z.enum(['daily', 'weekly', 'off']).describe('off: no backups any more.'),
    weekday: z.enum(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']).optional().describe('Of weekly ones.'),
    hour: z.literal([0, 4, 8, 12, 16, 20]).default(0).describe('UTC; one is made in the 4 hours after it.'),
  })
  .refine(
    ({ plan, weekday }) => (plan === 'weekly') === (weekday !== undefined),
    'A weekday belongs to weekly, and to it alone.',
  );

export const doBackupPolicy = droplets.write({
  name: 'do_backup_policy',
  title: 'Change when backups are made',
  toolset: 'snapshots',
  risk: 'destructive',
  description: 'Turn the backups of a droplet on or off, or change when they are made. do_backup_list shows the policy.',
  input,
  output: actionResult,
  classify: ({ input: { name, plan } }) => ({
    class: 'snapshot',
    target: name,
    ...(plan === 'off' ? {} : { risk: 'reversible' as const }),
  }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { id, name, plan } = given;
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const { next: _moves, ...policy } = droplet === undefined ? none : await policyOf({ id, reader, signal });
    const monthly = droplet?.size?.price_monthly ?? 0;
    const costs = plan === 'off' ? undefined : `Backups cost ${usd(monthly * (plan === 'daily' ? 0.3 : 0.2))} a month.`;
    return {
      description: `Set the backups of the droplet ${quoted(name)} (${id}) to ${plan} in ${profile.name}.`,
      guard: { name: droplet?.name ?? null, policy },
      details: previewDetails({
        profile,
        target: name,
        sends: { id, ...orderOf({ given, isOn: policy.enabled }) },
        undo: policy.enabled
          ? `do_backup_policy with plan ${policy.plan}, weekday ${policy.weekday ?? 'none'}, hour ${policy.hour_utc}`
          : 'do_backup_policy with plan off',
      }),
      before: policy,
      warnings: [costs ?? 'Nothing saves the disk by itself any more.'],
      // It adds to the bill.
      ...(plan !== 'off' && !policy.enabled ? { approval: 'client' as const } : {}),
      ...refusing(
        refusal,
        plan === 'off' && !policy.enabled
          ? notNow({ message: 'There are no backups.', hint: 'Nothing has to be done.', reason: 'off' })
          : undefined,
      ),
    };
  },
  execute: (call) => {
    const json = orderOf({ given: call.input, isOn: call.guard.policy.enabled });
    return runAction({ call, path: actionsOf(call.input.id), listedAs: json.type, json });
  },
  reconcile: (call) => reconcileAction({ call, path: actionsOf(call.input.id) }),
});

const none = { enabled: false, plan: null, weekday: null, hour_utc: null, kept_days: null, next: null };

const orderOf = ({ given, isOn }: { given: z.output<typeof input>; isOn: boolean }) => {
  const { plan, weekday, hour } = given;
  if (plan === 'off') return { type: 'disable_backups' };
  const policy = { plan, ...(weekday === undefined ? {} : { weekday }), hour };
  return { type: isOn ? 'change_backup_policy' : 'enable_backups', backup_policy: policy };
};
