import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid } from '../prometheus/inputs.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { shownNames } from '../prometheus/shown-name.ts';
import { page } from '../prometheus/scope.ts';
import { shownAddress } from '../datasources/shown-address.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { targetRow, toTargetRow } from '../prometheus/target-row.ts';

export const listPrometheusTargets = grafana.read({
  name: 'list_prometheus_targets',
  title: 'List scrape targets',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'List what Prometheus scrapes, failing targets first. Use list_prometheus_rules for its rules.',
  input: z.strictObject({
    datasource_uid: datasourceUid,
    state: z.enum(['up', 'down', 'unknown', 'dropped']).optional().describe('Default: all but dropped.'),
    job: z.string().optional().describe('Only this one.'),
    limit: z.int().min(1).max(200).default(50).describe('At most.'),
  }),
  output: z.object({
    targets: z.array(targetRow),
    up: z.int(),
    down: z.int(),
    unknown: z.int(),
    dropped: z.int().nullable().describe('By relabelling; null where not asked.'),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [{ name: 'mcp_grafana_list_prometheus_targets', input: renameArguments(queryArguments) }],
  run: async ({ input: { state, job, limit, ...input }, reader, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const found = await client.targets({ state: state === 'dropped' ? 'any' : 'active', signal });
    const ofJob = found.activeTargets.map(toTargetRow).filter((target) => job === undefined || target.job === job);
    const dropped = found.droppedTargets
      .map(({ discoveredLabels }) => toDroppedRow(discoveredLabels))
      .filter((target) => job === undefined || target.job === job);
    const fitting = state === 'dropped' ? dropped : ofJob.filter(({ health }) => state === undefined || health === state);
    const { shown, leftOut } = page({
      items: fitting.toSorted((one, other) => urgency(one.health) - urgency(other.health)),
      limit,
    });
    const count = (health: string): number => ofJob.filter((target) => target.health === health).length;
    const jobs = [...new Set(found.activeTargets.map(toTargetRow).map((target) => target.job))].toSorted();
    return {
      targets: shown,
      up: count('up'),
      down: count('down'),
      unknown: count('unknown'),
      dropped: state === 'dropped' ? dropped.length : null,
      more: leftOut,
      hints: fitting.length > 0 ? [] : [nothing({ state, job, jobs })],
    };
  },
});

const nothing = ({
  state,
  job,
  jobs,
}: {
  state: string | undefined;
  job: string | undefined;
  jobs: readonly string[];
}): string => {
  if (jobs.length === 0) return 'This server scrapes nothing.';
  if (job !== undefined && !jobs.includes(job)) return `The jobs here are: ${shownNames({ texts: jobs, count: 20 })}.`;
  return `No target${job === undefined ? '' : ' of this job'} is ${state ?? 'scraped'}.`;
};

const urgency = (health: string): number => ['down', 'unknown', 'up'].indexOf(health);

const toDroppedRow = (labels: Readonly<Record<string, string>>) => ({
  job: labels['job'] ?? '',
  instance: labels['__address__'] ?? '',
  health: 'dropped',
  url: shownAddress(`${labels['__scheme__'] ?? 'http'}://${labels['__address__'] ?? ''}${labels['__metrics_path__'] ?? ''}`),
  labels: Object.fromEntries(Object.entries(labels).filter(([label]) => !label.startsWith('__'))),
});
