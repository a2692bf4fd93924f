import * as z from 'zod';
import { kubernetes } from '../../connection.ts';
import { forwardsOf } from '../forwards.ts';
import { forwardAnswer, showForward } from '../show-forward.ts';

export const k8sPortForwardList = kubernetes.read({
  name: 'k8s_port_forward_list',
  toolset: 'pods',
  description: 'List the open forwards of this caller. k8s_port_forward opens one.',
  input: z.strictObject({}),
  output: z.object({ forwards: z.array(forwardAnswer) }),
  run: ({ reader, principal }) => ({ forwards: forwardsOf(reader.settings).list(principal.id).map(showForward) }),
});
