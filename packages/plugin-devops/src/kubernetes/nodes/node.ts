import * as z from 'zod';
import { contextName, noNamespace, resourceName } from '../resources/names.ts';

/** The input fields that name a node. */
export const nodeFields = { context: contextName, node: resourceName() };

export const toNode = ({ context, node }: { context: string; node: string }) => ({
  context,
  namespace: noNamespace,
  kind: 'Node',
  name: node,
});

/** The parts of a node that its tools work with. */
export const nodeShape = z.looseObject({
  metadata: z.looseObject({ uid: z.string() }),
  spec: z.looseObject({ unschedulable: z.boolean().nullish() }).nullish(),
});
