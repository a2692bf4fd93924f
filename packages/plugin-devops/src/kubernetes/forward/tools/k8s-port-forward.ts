import * as z from 'zod';
import { changedSince } from '../../changes/change-object.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import type { KubernetesReader } from '../../client/kubernetes-reader.ts';
import { kubernetes } from '../../connection.ts';
import { contextName, namespaceName, resourceName, targetOf } from '../../resources/names.ts';
import { forwardsOf } from '../forwards.ts';
import { joinPod } from '../join-pod.ts';
import { notRunning } from '../not-running.ts';
import { forwardAnswer, showForward } from '../show-forward.ts';
import { upTo } from '../../text/bounded.ts';

const inputFields = z.strictObject({
  context: contextName,
  namespace: namespaceName,
  pod: resourceName('The pod.'),
  port: upTo(65_535).describe('Of the pod: 8080.'),
  minutes: upTo(60).default(10).describe('Until it ends.'),
});

export const k8sPortForward = kubernetes.write({
  name: 'k8s_port_forward',
  toolset: 'pods',
  risk: 'reversible',
  description: 'Open a port of 127.0.0.1 that leads to a pod. k8s_http_get needs none.',
  input: inputFields,
  output: forwardAnswer,
  classify: ({ input }) => ({ class: 'forward', target: targetOf(toTarget(input)) }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toTarget(input);
    const pod = await look({ input, reader, signal });
    return {
      description: `Open a port of 127.0.0.1 for ${input.minutes} minutes that leads to port ${input.port} of ${placed({ target, profile })}.`,
      guard: { uid: pod.uid },
      details: {
        ...detailsOf({ target, profile, undo: 'k8s_port_forward_stop' }),
        port: input.port,
        minutes: input.minutes,
        address: '127.0.0.1',
      },
      warnings: ['Every program on the machine of this server can use the port while it is open.'],
      ...(pod.isRunning ? {} : { refusal: notRunning(input.pod) }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, principal, clock, signal }) => {
    const { context, namespace, pod, port, minutes } = input;
    const { reader } = writer;
    if ((await look({ input, reader, signal })).uid !== guard.uid) throw changedSince(toTarget(input));
    const forward = await forwardsOf(reader.settings).start({
      id: idempotencyKey,
      principal: principal.id,
      context,
      namespace,
      pod,
      port,
      lifetimeMs: minutes * 60_000,
      nowMs: clock.now(),
      join: async (socket) => {
        const limit = AbortSignal.timeout(30_000);
        // A pod of the same name that came later is another one.
        if ((await look({ input, reader, signal: limit })).uid !== guard.uid) throw changedSince(toTarget(input));
        const access = await reader.cluster(context).access({ signal: limit });
        await joinPod({ socket, access, namespace, pod, port });
      },
    });
    return showForward(forward);
  },
  // It is of this process alone: where it is not here, it is nowhere.
  reconcile: ({ reader, idempotencyKey, principal }) => {
    const forward = forwardsOf(reader.settings).find({ id: idempotencyKey, principal: principal.id });
    return forward === undefined ? 'failed' : { result: showForward(forward) };
  },
});

type Input = z.output<typeof inputFields>;

const toTarget = ({ context, namespace, pod }: Input) => ({ context, namespace, kind: 'Pod', name: pod });

const shape = z.looseObject({
  metadata: z.looseObject({ uid: z.string() }),
  status: z.looseObject({ phase: z.string().nullish() }).nullish(),
});

const look = async ({ input, reader, signal }: { input: Input; reader: KubernetesReader; signal: AbortSignal }) => {
  const { metadata, status } = readAs({ object: await reader.get({ ...toTarget(input), signal }), schema: shape });
  return { uid: metadata.uid, isRunning: status?.phase === 'Running' };
};
