import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ShownOutput } from '../../process/bounded-output.ts';
import type { Activated } from './run/activate.ts';
import { healthFacts } from './run/health.ts';

const shownCharacters = 4_000;

const hostOutcome = z.object({
  host: z.string(),
  status: z.enum(['deployed', 'rolled_back', 'rollback_failed', 'untouched', 'unknown']),
  reason: z.string().describe('Such as unhealthy, start_failed, smoke_failed, abandoned; "ok" where all went well.'),
  detail: z.string().nullable().describe('What became of the release that it went back to, such as healthy.'),
  health: healthFacts.nullable(),
  health_back: healthFacts.nullable(),
  output: z.string().nullable().describe('What smoke test and start printed, its end.'),
});
export type HostOutcome = z.output<typeof hostOutcome>;

export const deployResult = z.object({
  service: z.string(),
  release: z.string(),
  ok: z.boolean().describe('Every host has it.'),
  hosts: z.array(hostOutcome),
  untrusted: z.literal(true).describe('Outputs are the words of the hosts.'),
});
export type DeployResult = z.output<typeof deployResult>;

/** What an answer says of one host. */
export const toHostOutcome = ({
  host,
  activated: { end, health, healthBack, output },
}: {
  host: string;
  activated: Activated;
}): HostOutcome => ({
  host,
  status: end.outcome,
  reason: end.reason,
  detail: end.detail === '' || end.detail === '-' ? null : end.detail,
  health,
  health_back: healthBack,
  output: output === null ? null : shownOutput(output),
});

/** A host that was not reached by a deployment that had ended before. */
export const untouched = ({ host, reason }: { host: string; reason: string }): HostOutcome => ({
  host,
  status: 'untouched',
  reason,
  detail: null,
  health: null,
  health_back: null,
  output: null,
});

/** The whole answer. */
export const toDeployResult = ({
  service,
  release,
  hosts,
}: {
  service: string;
  release: string;
  hosts: readonly HostOutcome[];
}): DeployResult => ({
  service,
  release,
  ok: hosts.every(({ status }) => status === 'deployed'),
  hosts: [...hosts],
  untrusted: true,
});

const shownOutput = ({ stdout, stderr }: { stdout: ShownOutput; stderr: ShownOutput }): string =>
  [
    { name: 'output', stream: stdout },
    { name: 'errors', stream: stderr },
  ]
    .filter(({ stream }) => stream.bytes > 0)
    .map(({ name, stream }) =>
      stream.binary
        ? `[${stream.bytes} bytes of binary in its ${name}]`
        : fence(stream.text.slice(-shownCharacters).toWellFormed(), {
            source: `the ${name} of a deployment`,
            limit: shownCharacters,
          }),
    )
    .join('\n');
