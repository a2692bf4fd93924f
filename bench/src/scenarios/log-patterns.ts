import * as z from 'zod';
import { summary } from '../measure/statistics.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Scenario } from '../scenario.ts';

const Clustered = z.object({ ms: z.number(), megabytes: z.number() });

/** What it costs to see what log lines have in common. */
export const logPatterns: Scenario = {
  name: 'log-patterns',
  title: '100,000 log lines by pattern',
  method:
    'Lines of 25 templates (prose, logfmt, JSON, access logs, stack traces) with random values, tokenised, counted and clustered in a process of its own; a run that does not find exactly the 25 templates fails. The heap afterwards holds the lines as well.',
  run: async ({ rounds }) => {
    await using subject = await startProcess({ script: 'log-patterns.ts' });
    const measured = [];
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const before = await subject.usage();
      const clustered = await subject.ask({ command: 'cluster', schema: Clustered });
      measured.push({ ...clustered, cpuMs: ((await subject.usage()) - before) / 1_000 });
    }
    const counted = measured.slice(1);
    return [
      { what: 'lines to patterns', ...summary(counted.map(({ ms }) => ms)), unit: 'ms', budget: { atMost: 1_500 } },
      { what: 'lines to patterns, processor time', ...summary(counted.map(({ cpuMs }) => cpuMs)), unit: 'ms' },
      { what: 'the first time, before anything is compiled', value: measured[0]?.ms ?? Number.NaN, unit: 'ms' },
      { what: 'heap afterwards', ...summary(counted.map(({ megabytes }) => megabytes)), unit: 'MB' },
    ];
  },
};
