import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { unitField } from '../unit-field.ts';
import { readUnit, unitState } from '../unit-state.ts';

export const hostServiceStatus = hosts.read({
  name: 'host_service_status',
  title: 'State of a service',
  toolset: 'hosts',
  description: 'Show how a unit of systemd stands on a host. Use host_logs for what it wrote, host_service to change it.',
  input: z.strictObject({ host: hostField, service: unitField.describe('Such as nginx, or backup.timer.') }),
  output: z.object({
    host: z.string(),
    ...unitState,
    needed_by: z.array(z.string()).describe('Units that stop with it.'),
    triggered_by: z.array(z.string()),
  }),
  classify: ({ input }) => ({ target: input.host }),
  run: async ({ input: { host, service }, reader, state, signal }) => {
    const { dependents, triggers, state: unit } = await readUnit({ reader, host, unit: service, state, signal });
    return { host, ...unit, needed_by: dependents, triggered_by: triggers };
  },
});
