import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { Approval, Plan } from '../store/plan.ts';

/** A person who may decide plans outside the model's reach; the private half stays with them, behind a passphrase. */
export interface Approver {
  readonly name: string;
  /** Ed25519, SPKI PEM. */
  readonly publicKey: string;
}

type Decision = Pick<Approval, 'decision' | 'approver' | 'decidedAt'>;

/**
 * The text that an approver signs: the decision and everything the plan is bound to, as canonical JSON.
 * A signature on one plan says nothing about any other, and nothing about this plan with another input, guard or definition.
 */
export const approvalText = ({ plan, decision }: { plan: Plan; decision: Decision }): string =>
  canonicalJson({
    version: 1,
    plan: plan.id,
    ticket: plan.ticket,
    tool: plan.tool,
    definition_hash: plan.definitionHash,
    profile: plan.profile,
    input_digest: plan.inputDigest,
    guard_digest: sha256Hex(plan.guard),
    principal: plan.principal,
    decision: decision.decision,
    approver: decision.approver,
    decided_at: decision.decidedAt,
  });

/** Signs a decision. Throws when the passphrase does not open the key (PKCS #8 PEM, Ed25519). */
export const signApproval = ({
  plan,
  decision,
  privateKey,
  passphrase,
}: {
  plan: Plan;
  decision: Decision;
  privateKey: string;
  passphrase: string;
}): Approval => {
  const key = createPrivateKey({ key: privateKey, passphrase });
  const signature = sign(null, Buffer.from(approvalText({ plan, decision })), key).toString('base64url');
  return { planId: plan.id, ...decision, signature };
};

/** True when one of the pinned approvers signed exactly this decision on exactly this plan. */
export const isSigned = ({
  plan,
  approval,
  approvers,
}: {
  plan: Plan;
  approval: Approval;
  approvers: readonly Approver[];
}): boolean => {
  const approver = approvers.find((candidate) => candidate.name === approval.approver);
  if (approver === undefined || approval.planId !== plan.id) return false;
  try {
    const text = Buffer.from(approvalText({ plan, decision: approval }));
    return verify(null, text, createPublicKey(approver.publicKey), Buffer.from(approval.signature, 'base64url'));
  } catch {
    // A malformed key or signature proves nothing, and must not stop the call that asks.
    return false;
  }
};
