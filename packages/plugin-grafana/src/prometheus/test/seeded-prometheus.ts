import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prometheusBinary, type Service, startService } from '@lineclear/testing';
import { openMetrics } from './open-metrics.ts';

/** A real Prometheus with the series of {@link openMetrics}, a target that is up, one that is down, and rules. */
export const startSeededPrometheus = async (): Promise<Service & { readonly url: string }> => {
  const service = await startService({
    binary: prometheusBinary,
    prepare: async ({ folder, port }) => {
      await writeFile(join(folder, 'series.txt'), openMetrics());
      await writeFile(join(folder, 'rules.yml'), rules);
      await writeFile(join(folder, 'prometheus.yml'), configFor(port));
      await promisify(execFile)('promtool', [
        'tsdb',
        'create-blocks-from',
        'openmetrics',
        join(folder, 'series.txt'),
        join(folder, 'tsdb'),
      ]);
    },
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      // The series are older than what is kept otherwise.
      '--storage.tsdb.retention.time=50y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });
  return { ...service, url: `http://127.0.0.1:${service.port}` };
};

const configFor = (port: number): string => `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: gone
    static_configs: [{ targets: ['127.0.0.1:1'], labels: { team: storage } }]
    params: { token: [hidden-in-query] }
  - job_name: dropped
    static_configs: [{ targets: ['127.0.0.1:2'] }]
    relabel_configs: [{ action: drop, source_labels: [__address__], regex: '.*' }]
`;

const rules = `groups:
  - name: availability
    rules:
      - record: job:up:avg
        expr: avg by (job) (up)
      - alert: TargetDown
        expr: up == 0
        labels: { severity: critical }
        annotations: { summary: 'A target is down' }
      - alert: NeverFires
        expr: up > 1
        for: 5m
  - name: broken
    rules:
      - record: broken:rule
        expr: up * on (nothing) prometheus_build_info * on (nothing) scrape_duration_seconds
`;
