import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { probe } from '../../client/probe-contexts.ts';
import { kubernetes } from '../../connection.ts';

export const k8sContexts = kubernetes.read({
  name: 'k8s_contexts',
  toolset: 'cluster',
  description: 'List the contexts that this profile reaches, with the version of each cluster and what is wrong with it.',
  input: z.strictObject({}),
  output: z.object({
    contexts: z.array(
      z.object({
        context: z.string(),
        version: z.string().nullable(),
        error: z.string().optional().describe('Why it does not answer.'),
        hint: z.string().optional(),
        warnings: z.array(z.string()),
      }),
    ),
    namespaces: z.array(z.string()).nullable().describe('Patterns of what the profile reaches; null for all.'),
  }),
  run: async ({ reader, signal }) => {
    const probed = await mapConcurrently({
      items: reader.settings.contexts,
      concurrency: 8,
      run: (context) => probe({ reader, context, signal }),
    });
    const contexts = probed.map(({ health, failure }) => ({
      ...health,
      warnings: [...health.warnings],
      ...(failure === undefined ? {} : { error: `${failure.code}: ${failure.message}`, hint: failure.hint }),
    }));
    return { contexts, namespaces: reader.settings.namespaces ?? null };
  },
});
