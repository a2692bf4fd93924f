import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDropletSandbox } from '@lineclear/testing/droplets';
import { startCodeLab } from '@lineclear/testing/github';
import { startTunnelMonitoring } from '@lineclear/testing/grafana';
import { shopContext, startCluster } from '@lineclear/testing/kubernetes';
import { startTaskerSandbox } from '@lineclear/testing/tasker';
import { accountTag, fillAccount } from './account.ts';

/** Backends with simulated data that a profile can name. */
interface Sandbox {
  /** A page that leads through their data. */
  readonly tour: string;
  /** Starts them on free loopback ports; they end with this process. Files may go into the folder, which is deleted then. */
  readonly start: (place: { readonly folder: string }) => Promise<Started>;
}

interface Started {
  /** The settings that reach them, by the name of the connection. */
  readonly connections: Readonly<Record<string, object>>;
  /** What is told to the person who starts: parts that are left out on this machine. */
  readonly notes?: readonly string[];
}

/** Every backend that `npm start -- --sandbox` brings along. */
export const sandboxes: readonly Sandbox[] = [
  {
    tour: 'docs/tasker.md',
    start: async () => {
      const { url, workerUrl } = await startTaskerSandbox();
      return { connections: { tasker: { url, worker_url: workerUrl } } };
    },
  },
  {
    tour: 'docs/grafana.md',
    start: async () => {
      const rules = await readFile(new URL('../../examples/grafana/tunnel.rules', import.meta.url), 'utf8');
      const { grafana, context7, missing } = await startTunnelMonitoring({ rules, leaveOutMissing: true });
      return {
        connections: { grafana: { grafana: { url: grafana.url } }, context7: { url: context7.url } },
        notes: missing.map((reason) => `${reason} Grafana answers without it.`),
      };
    },
  },
  {
    tour: 'docs/devops-code.md',
    start: async ({ folder }) => {
      const copy = join(folder, 'widgets');
      const { github, remote } = await startCodeLab({ folder: copy });
      const workspace = { roots: [copy], allow_programs: ['node'], git: { push_to: [remote] } };
      // The sandbox takes every token for its owner's.
      return { connections: { workspace, github: { url: github.url, token: 'simulated-token', throttle: false } } };
    },
  },
  {
    tour: 'docs/devops-recovery.md',
    start: async ({ folder }) => {
      const { kubeconfig } = await startCluster({ kubeconfig: join(folder, 'kubeconfig') });
      const { url, world } = await startDropletSandbox();
      fillAccount(world);
      return {
        connections: {
          kubernetes: { kubeconfig, contexts: [shopContext] },
          droplets: { url, token: 'simulated-token', tag: accountTag, poll_ms: 100 },
        },
        notes: ['Hosts over SSH and databases have no sandbox: docs/devops-machines.md has their settings.'],
      };
    },
  },
];
