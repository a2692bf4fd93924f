import { randomBytes, randomUUID } from 'node:crypto';
import { seal } from '../digest/seal.ts';
import type { Plan } from '../store/plan.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import type { CoveredCall, WriteCall } from './types.ts';

type Judged = 'guard' | 'risk' | 'required' | 'preview';

/** A pending plan of a call: who asks for what, sealed and bound to the definition; what was judged of it is given. */
export const newPlan = ({
  write,
  parts,
  ...judged
}: Pick<Plan, Judged> & { write: WriteCall | CoveredCall; parts: ConfirmDependencies }): Plan => {
  const now = parts.clock.now();
  const id = randomUUID();
  return {
    id,
    ticket: `lct_${randomBytes(12).toString('hex')}`,
    tool: write.entry.name,
    definitionHash: write.entry.definitionHash,
    profile: write.profile.name,
    inputDigest: write.digest,
    principal: write.by.principal,
    instance: parts.instance,
    sealedInput: seal({ key: parts.store.key, text: JSON.stringify(write.keptInput), context: `input:${id}` }),
    state: 'pending',
    createdAt: now,
    expiresAt: now + parts.limits.planMs,
    claim: undefined,
    assurance: undefined,
    approver: undefined,
    receipt: undefined,
    ...judged,
  };
};
