import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prometheusBinary } from '../../services/prometheus.ts';
import { runCommand } from '../../services/run-command.ts';
import type { Service } from '../../services/start-service.ts';
import { startService } from '../../services/start-service.ts';
import { openMetricsOf, sampleStepS } from './open-metrics.ts';

export interface SeededPrometheusOptions {
  /** The last sample of the history; the moment of the start when absent. */
  readonly endMs?: number;
  /** Length of the history; 180 when absent. */
  readonly minutes?: number;
  /** Scraped every second from then on: `127.0.0.1:9464`. */
  readonly targets?: readonly string[];
  /** Rules as YAML of a rule file. */
  readonly rules?: string;
  /** Sends alerts there: `127.0.0.1:9093`. */
  readonly alertmanagers?: readonly string[];
}

/** A real Prometheus with the history of the tunnel in it: the same values for the same end, ten requests a second. */
export interface SeededPrometheus extends Service {
  readonly url: string;
  /** When the history ends; seconds are whole. */
  readonly endMs: number;
}

const promtool = { command: 'promtool', apt: 'prometheus' };

/** Starts Debian's Prometheus on blocks that `promtool` made of the tunnel's series; throws `MissingService` without it. */
export const startSeededPrometheus = async ({
  endMs = Date.now(),
  minutes = 180,
  targets = [],
  rules,
  alertmanagers = [],
}: SeededPrometheusOptions = {}): Promise<SeededPrometheus> => {
  const stepMs = sampleStepS * 1000;
  const wholeEndMs = Math.floor(endMs / stepMs) * stepMs;
  const service = await startService({
    binary: prometheusBinary,
    prepare: async ({ folder }) => {
      const file = join(folder, 'history.txt');
      await writeFile(file, openMetricsOf({ endMs: wholeEndMs, minutes }));
      const args = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'tsdb')];
      // What it keeps for the time being goes with the folder, also when it is ended in the middle.
      await runCommand({ binary: promtool, args, env: { TMPDIR: folder } });
      await writeFile(join(folder, 'rules.yml'), rules ?? 'groups: []\n');
      await writeFile(join(folder, 'prometheus.yml'), configOf({ targets, alertmanagers }));
    },
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      // A history that ended long ago stays.
      '--storage.tsdb.retention.time=20y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });
  return { ...service, url: `http://127.0.0.1:${service.port}`, endMs: wholeEndMs };
};

const configOf = ({ targets, alertmanagers }: { targets: readonly string[]; alertmanagers: readonly string[] }): string =>
  JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    ...(alertmanagers.length > 0 && { alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] } }),
    scrape_configs: targets.length === 0 ? [] : [{ job_name: 'tunnel', static_configs: [{ targets }] }],
  });
