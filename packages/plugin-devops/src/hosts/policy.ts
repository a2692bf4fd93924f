import type { DefaultRule } from '@lineclear/core/plugin';

/** What holds until the operator's own rules say otherwise: production is closed, and nothing that runs something else is allowed outside of development. */
export const policy: readonly DefaultRule[] = [
  { tier: 'production', kind: 'write', allow: 'deny' },
  { tier: 'staging', kind: 'write', class: ['privileged', 'shell'], allow: 'deny' },
];
