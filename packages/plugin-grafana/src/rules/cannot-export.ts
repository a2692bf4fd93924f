import { LineclearError } from '@lineclear/core/plugin';

/** The error for what PromQL cannot say. */
export const cannotExport = ({ reason, says }: { reason: string; says: string }): LineclearError =>
  new LineclearError('unsupported', `The rule cannot be written for Prometheus: ${says}.`, {
    hint: 'Keep the rule in Grafana, or write its condition in one PromQL expression.',
    details: { reason },
  });
