import * as z from 'zod';
import { kubernetes } from '../../connection.ts';
import { contextName } from '../names.ts';
import { limitOf } from '../selectors.ts';
import { someText } from '../../text/bounded.ts';

export const k8sKinds = kubernetes.read({
  name: 'k8s_kinds',
  toolset: 'cluster',
  description: 'List the kinds of a cluster, custom ones included, with their verbs. k8s_list lists objects of one.',
  input: z.strictObject({
    context: contextName,
    search: someText(100).optional().describe('A part of a kind or group: "cert".'),
    limit: limitOf(100),
  }),
  output: z.object({
    kinds: z.array(
      z.object({
        kind: z.string(),
        api_version: z.string(),
        namespaced: z.boolean(),
        verbs: z.array(z.string()),
        subresources: z.array(z.string()).optional(),
      }),
    ),
    left_out: z.int(),
    unavailable: z.array(z.string()).describe('Groups whose server did not answer.'),
  }),
  classify: ({ input }) => ({ target: `${input.context}/-/*/*` }),
  run: async ({ input: { context, search = '', limit }, reader, signal }) => {
    const { kinds, unavailable } = await reader.discovery(context).all({ signal });
    const wanted = search.toLowerCase();
    const found = kinds.filter(({ kind, apiVersion }) => `${kind} ${apiVersion}`.toLowerCase().includes(wanted));
    return {
      kinds: found.slice(0, limit).map(({ kind, apiVersion, isNamespaced, verbs, subresources }) => ({
        kind,
        api_version: apiVersion,
        namespaced: isNamespaced,
        verbs: [...verbs],
        ...(subresources.length === 0 ? {} : { subresources: [...subresources] }),
      })),
      left_out: Math.max(0, found.length - limit),
      unavailable: [...unavailable],
    };
  },
});
