import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';

/** What GitHub scans: the code itself, what it is built on, and secrets in it. */
export const alertKind = z.enum(['code', 'dependency', 'secret']).describe('Of which scanner.');
export type AlertKind = z.output<typeof alertKind>;

/** Why an alert is closed; each scanner knows some of them. */
export const alertReason = z.enum([
  'false_positive',
  'wont_fix',
  'used_in_tests',
  'mitigated',
  'revoked',
  'fix_started',
  'inaccurate',
  'no_bandwidth',
  'not_used',
  'tolerable_risk',
]);
type AlertReason = z.output<typeof alertReason>;

interface KindFacts {
  /** Below the repository. */
  readonly path: string;
  /** The state of an alert that somebody closed. */
  readonly closed: 'dismissed' | 'resolved';
  /** As GitHub names them. */
  readonly reasons: { readonly [Reason in AlertReason]?: string };
}

export const kindFacts: Readonly<Record<AlertKind, KindFacts>> = {
  code: {
    path: '/code-scanning/alerts',
    closed: 'dismissed',
    reasons: {
      false_positive: 'false positive',
      wont_fix: "won't fix",
      used_in_tests: 'used in tests',
      mitigated: 'mitigated',
    },
  },
  dependency: {
    path: '/dependabot/alerts',
    closed: 'dismissed',
    reasons: {
      fix_started: 'fix_started',
      inaccurate: 'inaccurate',
      no_bandwidth: 'no_bandwidth',
      not_used: 'not_used',
      tolerable_risk: 'tolerable_risk',
    },
  },
  secret: {
    path: '/secret-scanning/alerts',
    closed: 'resolved',
    reasons: {
      false_positive: 'false_positive',
      wont_fix: 'wont_fix',
      used_in_tests: 'used_in_tests',
      revoked: 'revoked',
    },
  },
};

/** A reason as GitHub names it. Throws `invalid_input` for one that the scanner does not know. */
export const reasonFor = ({ kind, reason }: { kind: AlertKind; reason: AlertReason }): string => {
  const { reasons } = kindFacts[kind];
  const found = reasons[reason];
  if (found !== undefined) return found;
  throw new LineclearError('invalid_input', `An alert of the kind ${kind} cannot be closed as ${reason}.`, {
    hint: `Use one of: ${Object.keys(reasons).join(', ')}.`,
    details: { field: 'reason' },
  });
};
