import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceBinary } from './binary.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

export const prometheusBinary: ServiceBinary = { command: 'prometheus', apt: 'prometheus' };

/** A Prometheus that scrapes itself every second, with further rules or scrape jobs as YAML of its configuration file. */
export const startPrometheus = async ({ config = '' }: { config?: string } = {}): Promise<Service & { readonly url: string }> => {
  const service = await startService({
    binary: prometheusBinary,
    prepare: ({ folder, port }) => writeFile(join(folder, 'prometheus.yml'), configFor({ port, config })),
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });
  return { ...service, url: `http://127.0.0.1:${service.port}` };
};

const configFor = ({ port, config }: { port: number; config: string }): string => `global:
  scrape_interval: 1s
  evaluation_interval: 1s
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
${config}`;
