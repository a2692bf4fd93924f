import { mapConcurrently, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../../client/api-reader.ts';
import { droplets } from '../../connection.ts';
import { listFacts, paging } from '../../fields.ts';
import { alertsOf, checks, showCheck, shownCheck } from '../check.ts';

const states = z.record(z.string(), z.object({ status: z.string(), thirty_day_uptime_percentage: z.number().nullish() }));

export const doUptimeChecks = droplets.read({
  name: 'do_uptime_checks',
  title: 'Show uptime checks',
  toolset: 'uptime',
  description: 'Show the uptime checks with their state in every region and whom their alerts tell.',
  input: z.strictObject({
    ...paging,
    limit: z
      .int()
      .refine((limit) => limit >= 1 && limit <= 20, 'Use 1 to 20.')
      .default(10)
      .describe('At most.'),
  }),
  output: z.object({
    checks: z.array(
      shownCheck.extend({
        state: z.array(z.object({ region: z.string(), status: z.string(), thirty_days_percent: z.number().nullable() })),
      }),
    ),
    ...listFacts,
  }),
  run: async ({ input, reader, signal }) => {
    const { items, total, nextPage } = await reader.page({ ...checks, ...input, signal });
    const shown = await mapConcurrently({
      items,
      concurrency: 5,
      run: async (check) => {
        const [alerts, state] = await Promise.all([
          alertsOf({ id: check.id, reader, signal }),
          stateOf({ id: check.id, reader, signal }),
        ]);
        return { ...showCheck(check, alerts), state };
      },
    });
    return { checks: shown, total, next_page: nextPage };
  },
});

const stateOf = async ({ id, reader, signal }: { id: string; reader: ApiReader; signal: AbortSignal }) => {
  const schema = z.object({ state: z.object({ regions: states.nullish() }) });
  const { state } = await reader.get({ path: path`/v2/uptime/checks/${id}/state`, schema, signal });
  return Object.entries(state.regions ?? {}).map(([region, one]) => ({
    region,
    status: one.status,
    thirty_days_percent: one.thirty_day_uptime_percentage ?? null,
  }));
};
