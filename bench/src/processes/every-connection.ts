import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StdioCommand } from '../load/stdio-client.ts';

// Nothing is asked there: only what a start and a list cost is of interest.
const nowhere = '127.0.0.1:1';
const profile = {
  tier: 'development',
  tasker: { url: `http://${nowhere}` },
  celery: { broker: `redis://${nowhere}/0` },
  grafana: { grafana: { url: `http://${nowhere}` } },
  context7: {},
  github: { url: `http://${nowhere}`, token: 'none' },
  hosts: { hosts: { nowhere: { address: '127.0.0.1', port: 1, user: 'nobody', agent: true } } },
  net: { targets: [nowhere] },
  kubernetes: { kubeconfig: './kubeconfig', contexts: ['nowhere'] },
  droplets: { url: `http://${nowhere}`, token: 'none' },
  database: { databases: { nothing: { host: '127.0.0.1', port: 1, database: 'nothing', reader: { user: 'nobody' } } } },
};

/** The same command with a configuration whose one profile has every connection, so that every tool is listed. */
export const withEveryConnection = async ({
  command,
  folder,
}: {
  command: StdioCommand;
  folder: string;
}): Promise<StdioCommand> => {
  const workspace = join(folder, 'workspace');
  await mkdir(workspace, { recursive: true });
  const config = join(folder, 'every-connection.yaml');
  // JSON is YAML.
  const profiles = { local: { ...profile, workspace: { roots: [workspace] } } };
  await writeFile(config, JSON.stringify({ default: 'local', profiles }));
  return { ...command, args: [...command.args, '--config', config] };
};
