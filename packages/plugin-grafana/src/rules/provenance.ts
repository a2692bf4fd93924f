import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { ProvisionedRule } from './rule.ts';

/** Why a rule cannot be changed through the API: it comes from a file on the server, or from other software that keeps it. */
export const refuseProvisioned = ({ provenance, title }: ProvisionedRule): LineclearError | undefined =>
  provenance === '' || provenance === 'api'
    ? undefined
    : new LineclearError('unsupported', `The alert rule ${quoted(title)} cannot be changed here: it is provisioned.`, {
        hint: 'Change it where it comes from: details.provenance says what that is.',
        details: { reason: 'rule_provisioned', provenance },
        effect: 'none',
      });
