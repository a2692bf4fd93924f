import { LineclearError, mapConcurrently, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import type { KubernetesReader } from '../../client/kubernetes-reader.ts';
import { kubernetes } from '../../connection.ts';
import { everyNamespace, targetOf } from '../../resources/names.ts';
import { drainPods } from '../drain-pods.ts';
import { evict } from '../evict.ts';
import { type DrainedPod, drainedPod, type DrainJudgement, judgePods } from '../judge-pods.ts';
import { nodeFields, toNode } from '../node.ts';
import { nodeState, setUnschedulable } from '../set-unschedulable.ts';
import { upTo } from '../../text/bounded.ts';

const inputFields = z.strictObject({
  ...nodeFields,
  ignore_daemonsets: z.boolean().default(false).describe('Their pods stay.'),
  delete_emptydir_data: z.boolean().default(false).describe('It is lost.'),
  delete_unmanaged: z.boolean().default(false).describe('They are lost.'),
  timeout_s: upTo(600).default(120).describe('To wait.'),
});

export const k8sDrain = kubernetes.write({
  name: 'k8s_drain',
  toolset: 'cluster',
  risk: 'destructive',
  description: 'Close a node and evict its pods, as budgets allow. k8s_cordon opens it again.',
  input: inputFields,
  output: z.object({
    complete: z.boolean(),
    left: z.array(z.string()),
    remaining: z.array(z.object({ pod: z.string(), why: z.string() })),
  }),
  deadlineMs: ({ timeout_s: timeoutS }) => (timeoutS + 60) * 1_000,
  // Whose pods they are is seen in the cluster only, so that a rule that denies changes in any namespace denies this.
  classify: ({ input }) => ({
    class: 'drain',
    target: [targetOf(toNode(input)), targetOf({ context: input.context, namespace: everyNamespace, kind: 'Pod' })],
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toNode(input);
    const node = nodeState(await reader.get({ ...target, signal }));
    const { evict: going, stay, blocked, losesData, unmanaged } = await judge({ input, reader, signal });
    const held = await heldBack({ reader, input, pods: going, signal });
    return {
      description: `Drain ${placed({ target, profile })}: ${going.length} pods are evicted, ${stay.length} stay.`,
      guard: { ...node, evict: Object.fromEntries(going.map((pod) => [pod.metadata.uid, nameOf(pod)])) },
      before: { unschedulable: node.unschedulable },
      changes: [
        ...(node.unschedulable ? [] : ['~ closed to new pods']),
        ...going.map((pod) => `- ${nameOf(pod)}`),
        ...stay.map((pod) => `= ${nameOf(pod)} stays`),
      ],
      details: {
        ...detailsOf({
          target,
          profile,
          undo: 'k8s_cordon with cordon: false opens it; pods that left do not come back by themselves',
        }),
        ignore_daemonsets: input.ignore_daemonsets,
        delete_emptydir_data: input.delete_emptydir_data,
        delete_unmanaged: input.delete_unmanaged,
        timeout_s: input.timeout_s,
      },
      warnings: [
        ...(losesData.length === 0 ? [] : [`Data in emptyDir is lost: ${listed(losesData)}.`]),
        ...(unmanaged.length === 0 ? [] : [`No controller brings these back: ${listed(unmanaged)}.`]),
        ...(held.length === 0 ? [] : [`A disruption budget keeps these for now, and they are waited for: ${listed(held)}.`]),
      ],
      ...(blocked.length === 0 ? {} : { refusal: notAllowed(blocked) }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: plan, clock, progress, step, signal }) => {
    const { evict: _, ...seen } = guard;
    if (!guard.unschedulable) {
      await setUnschedulable({ writer, target: toNode(input), guard: seen, unschedulable: true, plan, signal });
      step('closed the node to new pods');
    }
    const { evict: going } = await judge({ input, reader: writer.reader, signal });
    const { context, timeout_s: timeoutS } = input;
    // One that came in the last moment was not agreed to.
    const pods = going.filter(({ metadata }) => Object.hasOwn(guard.evict, metadata.uid));
    const timeoutMs = timeoutS * 1_000;
    const end = await drainPods({
      writerReader: writer.reader,
      context,
      pods,
      timeoutMs,
      clock,
      progress,
      step,
      signal,
    });
    return {
      complete: end.remaining.length === 0,
      left: end.left.map(nameOf),
      remaining: end.remaining.map(({ pod, why }) => ({ pod: nameOf(pod), why })),
    };
  },
  verify: async ({ input, reader, signal }) => ({
    unschedulable_now: nodeState(await reader.get({ ...toNode(input), signal })).unschedulable,
    pods_now: (await podsOn({ input, reader, signal })).length,
  }),
  // Pods that were to go and are still there may be about to: only a node without them tells that it is done.
  reconcile: async ({ input, reader, guard, signal }) => {
    const node = nodeState(await reader.get({ ...toNode(input), signal }));
    const uids = new Set((await podsOn({ input, reader, signal })).map(({ metadata }) => metadata.uid));
    const isDone = node.unschedulable && Object.keys(guard.evict).every((uid) => !uids.has(uid));
    return isDone ? { result: { complete: true, left: Object.values(guard.evict), remaining: [] } } : 'unknown';
  },
});

type Input = z.output<typeof inputFields>;
interface Asking {
  readonly input: Input;
  readonly reader: KubernetesReader;
  readonly signal: AbortSignal;
}

const podsOn = async ({ input: { context, node }, reader, signal }: Asking): Promise<readonly DrainedPod[]> => {
  const found = await reader.all({ context, namespace: everyNamespace, kind: 'Pod', fields: `spec.nodeName=${node}`, signal });
  return found.map((object) => readAs({ object, schema: drainedPod }));
};

const judge = async (asking: Asking): Promise<DrainJudgement> => {
  const {
    ignore_daemonsets: ignoreDaemonsets,
    delete_emptydir_data: deleteEmptydirData,
    delete_unmanaged: deleteUnmanaged,
  } = asking.input;
  return judgePods({ pods: await podsOn(asking), leave: { ignoreDaemonsets, deleteEmptydirData, deleteUnmanaged } });
};

/** The pods that a disruption budget would keep now, as the server says of an eviction that it does not make. */
const heldBack = async ({
  reader,
  input,
  pods,
  signal,
}: Asking & { pods: readonly DrainedPod[] }): Promise<readonly DrainedPod[]> => {
  const { context } = input;
  const run = (pod: DrainedPod) => evict({ reader, context, pod, isDryRun: true, signal });
  const answers = await mapConcurrently({ items: pods, concurrency: 8, run });
  return pods.filter((_, index) => answers[index]?.kind === 'blocked');
};

const nameOf = ({ metadata }: DrainedPod): string => `${metadata.namespace}/${metadata.name}`;
const listed = (pods: readonly DrainedPod[]): string => pods.map((pod) => quoted(nameOf(pod))).join(', ');

const notAllowed = (blocked: DrainJudgement['blocked']): LineclearError =>
  new LineclearError('conflict', `${blocked.length} pods are in the way of a drain.`, {
    hint: 'Ask the person whether they may go or stay; details.pods names the argument that allows each.',
    details: { reason: 'pods_in_the_way', pods: blocked.map(({ pod, why, argument }) => ({ pod: nameOf(pod), why, argument })) },
    effect: 'none',
  });
