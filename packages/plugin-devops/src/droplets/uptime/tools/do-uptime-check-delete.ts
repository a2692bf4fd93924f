import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { freeName, longId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, otherName, refusing } from '../../text/refusals.ts';
import { alertsOf, findCheck, showCheck } from '../check.ts';

export const doUptimeCheckDelete = droplets.write({
  name: 'do_uptime_check_delete',
  title: 'Delete an uptime check',
  toolset: 'uptime',
  risk: 'destructive',
  description:
    'Delete an uptime check with its alerts and its history. Pause it with do_uptime_check_put instead where it comes back.',
  input: z.strictObject({
    id: longId.describe('Of the check.'),
    name: freeName.describe('Its name, which has to match.'),
  }),
  output: z.object({ id: z.string(), deleted: z.literal(true) }),
  classify: ({ input: { name } }) => ({ class: 'delete', target: name }),
  preview: async ({ input: { id, name }, reader, profile, signal }) => {
    const found = await findCheck({ id, reader, signal });
    const before = found === undefined ? null : showCheck(found, await alertsOf({ id, reader, signal }));
    return {
      description: `Delete the uptime check ${quoted(name)} (${id}) with its alerts, with ${profile.name}.`,
      guard: before,
      details: previewDetails({
        profile,
        target: name,
        sends: { id },
        undo: 'do_uptime_check_put with what `before` shows; the history is gone',
      }),
      before,
      warnings: ['Nobody is told of an outage any more.'],
      ...refusing(
        found === undefined
          ? missing({ what: `the uptime check ${id}`, listedBy: 'do_uptime_checks' })
          : found.name === name
            ? undefined
            : otherName({ what: `The uptime check ${id}`, given: name, actual: found.name }),
      ),
    };
  },
  execute: async ({ input: { id }, writer, signal }) => {
    await writer.order({ method: 'delete', path: path`/v2/uptime/checks/${id}`, signal });
    return { id, deleted: true };
  },
  reconcile: async ({ input: { id }, reader, signal }) =>
    (await findCheck({ id, reader, signal })) === undefined ? { result: { id, deleted: true as const } } : 'unknown',
});
