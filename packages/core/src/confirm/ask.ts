import { open, seal } from '../digest/seal.ts';
import type { Assurance } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import { isJsonObject, type JsonObject } from '../plugin/json.ts';
import { strictestAssurance } from '../policy/assurance.ts';
import type { Plan } from '../store/plan.ts';
import { isSigned } from './approver.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import { howToApprove } from './preview.ts';
import type { WriteAnswer, WriteCall } from './types.ts';

/** Who decided, when the decision is enough for the plan; otherwise the answer that ends the call. */
export type Approved =
  | { readonly ok: true; readonly assurance: Assurance; readonly approver: string | undefined }
  | { readonly ok: false; readonly declined: boolean; readonly answer: WriteAnswer };

/**
 * Gets the decision that a plan needs. A person's signed decision counts for every level. Otherwise `model` needs nothing more,
 * `client` puts the question to the person behind the client, and `human` waits. Nothing a model can write raises the level.
 */
export const approve = async ({
  plan,
  required,
  write,
  parts,
}: {
  plan: Plan;
  required: Assurance;
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<Approved> => {
  const level = strictestAssurance(required, plan.required);
  const signed = await signedDecision({ plan, parts });
  if (signed?.decision === 'rejected') return declined(plan);
  if (signed !== undefined) return { ok: true, assurance: 'human', approver: signed.approver };
  if (level === 'model') return { ok: true, assurance: 'model', approver: undefined };
  if (level === 'human') return waiting({ plan, level, parts });
  return askPerson({ plan, write, parts });
};

const signedDecision = async ({ plan, parts }: { plan: Plan; parts: ConfirmDependencies }) => {
  const approval = await parts.store.approvalOf(plan.id);
  if (approval === undefined || isSigned({ plan, approval, approvers: parts.approvers })) return approval;
  parts.log.warn({ plan: plan.id, approver: approval.approver }, 'a decision without a pinned approver was ignored');
  return undefined;
};

const askPerson = async ({
  plan,
  write,
  parts,
}: {
  plan: Plan;
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<Approved> => {
  const { asking } = write;
  if (asking.mode === 'none') return waiting({ plan, level: 'client', parts });
  if (asking.mode === 'return') {
    if (asking.state !== undefined) return decided({ answer: asking.answer ?? 'unanswered', plan, parts });
    await parts.trail.append([eventOf({ event: 'asked', write, plan, clock: parts.clock })]);
    const state = seal({ key: parts.store.key, text: stateText(plan), context: 'request-state' });
    return { ok: false, declined: false, answer: { kind: 'input_required', message: question(plan), state } };
  }
  await parts.trail.append([eventOf({ event: 'asked', write, plan, clock: parts.clock })]);
  return decided({ answer: await asking.ask(question(plan)), plan, parts });
};

const decided = ({
  answer,
  plan,
  parts,
}: {
  answer: 'approved' | 'declined' | 'unanswered';
  plan: Plan;
  parts: ConfirmDependencies;
}): Approved => {
  if (answer === 'approved') return { ok: true, assurance: 'client', approver: undefined };
  return answer === 'declined' ? declined(plan) : waiting({ plan, level: 'client', parts });
};

const declined = (plan: Plan): Approved => ({
  ok: false,
  declined: true,
  answer: {
    kind: 'error',
    error: new LineclearError('rejected', 'A person declined this plan; nothing ran.', { details: { ticket: plan.ticket } }),
  },
});

const waiting = ({ plan, level, parts }: { plan: Plan; level: Assurance; parts: ConfirmDependencies }): Approved => {
  const how = howToApprove({ required: level, ticket: plan.ticket, parts });
  return {
    ok: false,
    declined: false,
    answer: {
      kind: 'error',
      error: new LineclearError('awaiting_approval', 'A person has to approve this plan; nothing ran yet.', {
        effect: 'none',
        // Set off from a command that may stand at the end.
        hint: `${how.replace(/\.$/, '')}; then call again with the same arguments and confirm: true.`,
        details: {
          ticket: plan.ticket,
          required: level,
          command: `${parts.approveCommand} ${plan.ticket}`,
          expires_at: new Date(plan.expiresAt).toISOString(),
        },
      }),
    },
  };
};

const stateText = (plan: Plan): string => JSON.stringify({ plan: plan.id, principal: plan.principal, expires: plan.expiresAt });

/** The id of the plan that a returned state was sealed for, or `undefined` when core did not seal it for this principal, or too long ago. */
export const planOfState = ({
  state,
  principal,
  parts,
}: {
  state: string;
  principal: string;
  parts: ConfirmDependencies;
}): string | undefined => {
  const text = open({ key: parts.store.key, sealed: state, context: 'request-state' });
  if (text === undefined) return undefined;
  const sealed: { plan: string; principal: string; expires: number } = JSON.parse(text);
  return sealed.principal === principal && sealed.expires > parts.clock.now() ? sealed.plan : undefined;
};

// What a person reads in their client: the sentence first, then where, then what changes, short enough for a dialog.
const question = (plan: Plan): string => {
  const { description, profile, tier, risk, warnings, changes } = plan.preview;
  const lines = [
    oneLine(description),
    `Profile: ${String(profile)} (${String(tier)}). Risk: ${String(risk)}. Tool: ${plan.tool}.`,
  ];
  if (Array.isArray(warnings)) lines.push(...warnings.slice(0, mostWarnings).map((warning) => `Warning: ${oneLine(warning)}`));
  if (changes !== undefined) lines.push('', shorten(Array.isArray(changes) ? changes.map(String).join('\n') : String(changes)));
  return lines.join('\n');
};

const mostWarnings = 10;
const longestLine = 500;

// Names from a backend stand in these sentences: a line of their own could pass for one of ours, a long one push ours out of sight.
const oneLine = (value: unknown): string => {
  const line = String(value).replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestLine ? line : `${line.slice(0, longestLine).toWellFormed()}…`;
};

const shorten = (text: string): string =>
  text.length <= 2_000 ? text : `${text.slice(0, 2_000)}\n… ${text.length - 2_000} more characters`;

/** What changed between two guards, for the person who has to look again: the fields whose values differ. */
export const guardChanges = ({ before, after }: { before: string; after: string }): JsonObject => {
  const [old, now]: [unknown, unknown] = [JSON.parse(before), JSON.parse(after)];
  if (!isJsonObject(old) || !isJsonObject(now)) return { was: JSON.parse(before), is: JSON.parse(after) };
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const differing = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return Object.fromEntries(differing.map((name) => [name, { was: old[name] ?? null, is: now[name] ?? null }]));
};
