import { expect } from 'vitest';
import type { KubectlRun } from '../kubectl/run-kubectl.ts';
import { kubectl } from '../kubectl/run-kubectl.ts';
import type { KubernetesSandboxOptions } from '../sandbox.ts';
import type { OpenedCluster } from './open.ts';
import { openCluster } from './open.ts';

export interface KubectlCluster extends OpenedCluster {
  /** Runs `kubectl scale deployment/web --replicas=3`, which has to succeed, and yields what it printed. */
  readonly run: (line: string, input?: unknown) => Promise<string>;
  /** Runs a line that may fail. */
  readonly attempt: (line: string, input?: unknown) => Promise<KubectlRun>;
}

/** A sandbox that is worked on with the real kubectl. No request and no answer may be one that the vendor does not describe. */
export const openWithKubectl = async (options: KubernetesSandboxOptions = {}): Promise<KubectlCluster> => {
  const opened = await openCluster(options);
  const { sandbox } = opened;
  const attempt = async (line: string, input?: unknown): Promise<KubectlRun> => {
    const written = typeof input === 'string' || input === undefined ? input : JSON.stringify(input);
    const outcome = await kubectl({
      args: line.split(' '),
      sandbox,
      ...(written !== undefined && { input: written }),
    });
    expect(sandbox.violations, line).toEqual([]);
    return outcome;
  };
  return {
    ...opened,
    attempt,
    run: async (line, input) => {
      const { code, stdout, stderr } = await attempt(line, input);
      expect(code, `${line}: ${stderr}`).toBe(0);
      return stdout;
    },
  };
};
