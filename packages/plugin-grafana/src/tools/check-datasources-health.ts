import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkHealth } from '../datasources/check-health.ts';
import { unlisted } from '../datasources/refusals.ts';
import { grafana } from '../connection.ts';
import { page } from '../prometheus/scope.ts';

/** Datasources that one call asks, and how many of them at the same time. */
const mostAsked = 50;
const concurrency = 10;

export const checkDatasourcesHealth = grafana.read({
  name: 'check_datasources_health',
  title: 'Check the health of datasources',
  toolset: 'datasources',
  description: 'Ask datasources whether they work, and say what does not. Use list_datasources to see them without asking.',
  input: z.strictObject({
    uids: z.array(z.string()).min(1).max(50).optional().describe('Uids or names. Default: all.'),
    type: z.string().optional().describe('Part of the type.'),
    offset: z.int().min(0).max(100_000).default(0).describe('To skip.'),
  }),
  output: z.object({
    datasources: z.array(
      z.object({
        uid: z.string(),
        name: z.string(),
        type: z.string(),
        status: z.enum(['ok', 'error', 'unsupported']),
        message: z.string().describe('From the server.'),
        code: z.string().optional().describe('Of the error, where there was no answer.'),
      }),
    ),
    ok: z.int(),
    failing: z.int(),
    unsupported: z.int(),
    more: z.int().describe('Not asked: after these.'),
    notes: z.array(z.string()),
  }),
  // As many rounds as that needs when nothing answers.
  deadlineMs: 60_000,
  run: async ({ input: { uids, type = '', offset }, reader, signal, progress }) => {
    const { datasources: chosen, failure } =
      uids === undefined
        ? await reader.datasources.listReachable({ signal })
        : { datasources: await Promise.all([...new Set(uids)].map((uid) => reader.datasources.find({ uid, signal }))) };
    const fitting = chosen.filter((datasource) => datasource.type.toLowerCase().includes(type.toLowerCase()));
    const { shown, leftOut } = page({ items: fitting, limit: mostAsked, offset });
    let done = 0;
    const datasources = await mapConcurrently({
      items: shown,
      concurrency,
      run: async (datasource) => {
        const health = await checkHealth({ reader, datasource, signal });
        done += 1;
        progress({ progress: done, total: shown.length });
        return { uid: datasource.uid, name: datasource.name, type: datasource.type, ...health };
      },
    });
    const count = (wanted: string): number => datasources.filter(({ status }) => status === wanted).length;
    return {
      datasources,
      ok: count('ok'),
      failing: count('error'),
      unsupported: count('unsupported'),
      more: leftOut,
      notes: [
        ...(failure === undefined ? [] : [unlisted(failure)]),
        ...(fitting.length > 0 || chosen.length === 0 ? [] : ['No datasource is of this type: list_datasources shows theirs.']),
      ],
    };
  },
});
