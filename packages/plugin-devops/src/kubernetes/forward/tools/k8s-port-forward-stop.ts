import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { kubernetes } from '../../connection.ts';
import { forwardsOf } from '../forwards.ts';
import { showForward } from '../show-forward.ts';
import { someText } from '../../text/bounded.ts';

export const k8sPortForwardStop = kubernetes.write({
  name: 'k8s_port_forward_stop',
  toolset: 'pods',
  risk: 'reversible',
  description: 'Close a port that k8s_port_forward opened. k8s_port_forward_list shows them.',
  input: z.strictObject({ forward_id: someText(100).describe('From the list.') }),
  output: z.object({ stopped: z.boolean() }),
  // A forward is of this machine and in no cluster.
  classify: ({ input }) => ({ class: 'forward', target: `forward/${input.forward_id}` }),
  preview: ({ input, reader, profile, principal }) => {
    const forward = forwardsOf(reader.settings).find({ id: input.forward_id, principal: principal.id });
    if (forward === undefined) throw noForward();
    const shown = showForward(forward);
    return {
      description: `Close ${shown.address}, which leads to ${shown.leads_to} (${profile.name}, tier ${profile.tier}).`,
      // An id means one forward for ever.
      guard: {},
      before: shown,
      details: { profile: profile.name, tier: profile.tier, reversible: true, undo: 'k8s_port_forward opens another one' },
    };
  },
  execute: async ({ input, writer, principal }) => ({
    stopped: await forwardsOf(writer.reader.settings).stop({ id: input.forward_id, principal: principal.id }),
  }),
  reconcile: ({ input, reader, principal }) => {
    const isOpen = forwardsOf(reader.settings).find({ id: input.forward_id, principal: principal.id }) !== undefined;
    return isOpen ? 'failed' : { result: { stopped: true } };
  },
});

const noForward = (): LineclearError =>
  new LineclearError('not_found', 'There is no such forward.', { hint: 'k8s_port_forward_list shows them.', effect: 'none' });
