import * as z from 'zod';
import { detailsOf, placed } from '../../changes/place.ts';
import { isTracedTo } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import { targetOf } from '../../resources/names.ts';
import { unchanged } from '../../workloads/refusals.ts';
import { nodeFields, toNode } from '../node.ts';
import { nodeState, setUnschedulable } from '../set-unschedulable.ts';

export const k8sCordon = kubernetes.write({
  name: 'k8s_cordon',
  toolset: 'cluster',
  risk: 'reversible',
  description: 'Close a node to new pods, or open it. Its pods stay; k8s_drain moves them.',
  input: z.strictObject({ ...nodeFields, cordon: z.boolean().describe('false opens it.') }),
  output: z.object({ unschedulable: z.boolean() }),
  classify: ({ input }) => ({ class: 'cordon', target: targetOf(toNode(input)) }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toNode(input);
    const guard = nodeState(await reader.get({ ...target, signal }));
    const where = placed({ target, profile });
    return {
      description: `${input.cordon ? 'Close' : 'Open'} ${where} ${input.cordon ? 'to' : 'for'} new pods.`,
      guard,
      before: { unschedulable: guard.unschedulable },
      details: detailsOf({ target, profile, undo: `k8s_cordon with cordon: ${String(!input.cordon)}` }),
      ...(guard.unschedulable === input.cordon
        ? { refusal: unchanged({ what: where, is: input.cordon ? 'closed' : 'open' }) }
        : {}),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: plan, signal }) => {
    const node = await setUnschedulable({ writer, target: toNode(input), guard, unschedulable: input.cordon, plan, signal });
    return { unschedulable: node.unschedulable };
  },
  verify: async ({ input, reader, signal }) => ({
    unschedulable_now: nodeState(await reader.get({ ...toNode(input), signal })).unschedulable,
  }),
  reconcile: async ({ input, reader, idempotencyKey: plan, signal }) => {
    const object = await reader.find({ ...toNode(input), signal });
    if (object === undefined || !isTracedTo({ object, plan })) return 'unknown';
    return { result: { unschedulable: nodeState(object).unschedulable } };
  },
});
