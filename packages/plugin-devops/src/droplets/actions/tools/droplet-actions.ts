import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, numericId, paging } from '../../fields.ts';
import { actionsOf, findDroplet } from '../../droplets/droplet.ts';
import { missing } from '../../text/refusals.ts';
import { actionAnswer, findAction, showAction, shownAction, waitForAction } from '../action.ts';

export const dropletActions = droplets.read({
  name: 'droplet_actions',
  title: 'Show what goes on',
  toolset: 'droplets',
  description: 'Show one action with its state, and wait a little for its end, or list the actions of a droplet, newest first.',
  input: z
    .strictObject({
      action_id: numericId.optional().describe('One action.'),
      droplet_id: numericId.optional().describe('All of this droplet.'),
      wait_s: z
        .int()
        .refine((seconds) => seconds >= 0 && seconds <= 25, 'Use 0 to 25.')
        .default(0)
        .describe('Seconds to wait for the end of the one.'),
      ...paging,
    })
    .refine(({ action_id: one, droplet_id: all }) => (one === undefined) !== (all === undefined), 'Name one of the two ids.'),
  output: z.object({ actions: z.array(shownAction), ...listFacts }),
  deadlineMs: ({ wait_s: waitS }) => (waitS + 20) * 1_000,
  run: async ({ input: { action_id: actionId, droplet_id: id, wait_s: waitS, ...part }, reader, clock, signal, progress }) => {
    if (actionId !== undefined) {
      const action = await findAction({ id: actionId, reader, signal });
      if (action === undefined) throw missing({ what: `the action ${actionId}`, listedBy: 'droplet_actions of the droplet' });
      if (action.resource_type === 'droplet' && action.resource_id != null)
        await findDroplet({ id: action.resource_id, reader, signal });
      const now = await waitForAction({ action, waitMs: waitS * 1000, reader, clock, signal, progress });
      return { actions: [showAction(now)], total: 1, next_page: null };
    }
    const droplet = id === undefined ? undefined : await findDroplet({ id, reader, signal });
    if (droplet === undefined) throw missing({ what: `the droplet ${id}`, listedBy: 'droplet_list' });
    const where = { path: actionsOf(droplet.id), key: 'actions', item: actionAnswer };
    const { items, total, nextPage } = await reader.page({ ...where, ...part, signal });
    return { actions: items.map(showAction), total, next_page: nextPage };
  },
});
