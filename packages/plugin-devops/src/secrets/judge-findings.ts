import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { counted } from '../text/counted.ts';
import type { Finding } from './find-secrets.ts';

/** A finding in one of the commits that a push sends. */
export interface CommittedFinding extends Finding {
  readonly commit?: string;
}

/** An input field for findings that the caller says are none. */
export const notSecret = z
  .array(z.string().regex(/^[0-9a-f]{16}$/, 'Not a fingerprint of a finding.'))
  .max(50)
  .default([])
  .describe('Fingerprints of findings that are no secrets.');

/** Refuses while there are findings that nobody called none; yields the ones that were. */
export const judgeFindings = <Found extends CommittedFinding>(request: {
  findings: readonly Found[];
  notSecret: readonly string[];
  what: string;
}): readonly Found[] => {
  const { findings, what } = request;
  const open = findings.filter(({ fingerprint }) => !request.notSecret.includes(fingerprint));
  if (open.length === 0) return findings;
  throw new LineclearError('forbidden', `${counted(open.length, 'finding')} in ${what} may be secrets.`, {
    hint: 'Take the secrets out. If a finding is none, name its fingerprint in not_secret; the preview shows that to whoever confirms.',
    details: {
      reason: 'secrets_found',
      findings: open.slice(0, maxShown),
      findings_left_out: Math.max(0, open.length - maxShown),
    },
    effect: 'none',
  });
};

/** What stands in a preview about findings that were called none. */
export const dismissedPart = (dismissed: readonly CommittedFinding[]) =>
  dismissed.length === 0
    ? { details: {}, warnings: [] }
    : {
        details: { called_no_secret: dismissed.slice(0, maxShown) },
        warnings: [
          `The caller says that ${counted(dismissed.length, 'finding')} of the secret scan ${dismissed.length === 1 ? 'is' : 'are'} none: ` +
            `${dismissed
              .slice(0, 5)
              .map(({ path, line, kind }) => `${JSON.stringify(path)} line ${line} (${kind})`)
              .join(', ')}${dismissed.length > 5 ? ', …' : ''}.`,
        ],
        approval: 'client' as const,
      };

const maxShown = 20;
