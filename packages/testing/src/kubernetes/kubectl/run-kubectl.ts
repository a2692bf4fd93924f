import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceBinary } from '../../services/binary.ts';
import { findBinary } from '../../services/binary.ts';
import type { KubernetesSandbox } from '../sandbox.ts';
import type { KubeconfigOptions } from '../wire/kubeconfig.ts';

/** The vendor's own command. */
export const kubectlBinary: ServiceBinary = { command: 'kubectl', apt: 'kubernetes-client' };

/** What kubectl said, and with which code it ended. */
export interface KubectlRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the real kubectl on a sandbox, with a configuration and a home of its own. Throws `MissingService` where it is
 * not installed; a code other than 0 is no error.
 */
export const kubectl = async ({
  args,
  sandbox,
  input,
  timeoutMs = 30_000,
  ...options
}: {
  args: readonly string[];
  sandbox: KubernetesSandbox;
  /** What it reads from its standard input, for `-f -`. */
  input?: string;
  timeoutMs?: number;
} & KubeconfigOptions): Promise<KubectlRun> => {
  const command = await findBinary(kubectlBinary);
  // One home for all runs on a sandbox: kubectl keeps there what it learns about the server.
  const folder = sandbox.home();
  const kubeconfig = join(folder, `kubeconfig-${options.user ?? 'anybody'}-${options.namespace ?? ''}`);
  writeFileSync(kubeconfig, sandbox.kubeconfig(options));
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig };
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { cwd: folder, env, timeout: timeoutMs, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(input ?? '');
  });
};
