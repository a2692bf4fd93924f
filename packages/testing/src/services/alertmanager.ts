import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceBinary } from './binary.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

export const alertmanagerBinary: ServiceBinary = { command: 'prometheus-alertmanager', apt: 'prometheus-alertmanager' };

/** An Alertmanager alone (no cluster) that sends notifications nowhere. */
export const startAlertmanager = async (): Promise<Service & { readonly url: string }> => {
  const service = await startService({
    binary: alertmanagerBinary,
    prepare: ({ folder }) =>
      writeFile(join(folder, 'alertmanager.yml'), 'route: { receiver: nowhere }\nreceivers: [{ name: nowhere }]\n'),
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });
  return { ...service, url: `http://127.0.0.1:${service.port}` };
};
