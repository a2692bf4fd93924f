import { canonicalJson } from '../digest/canonical.ts';
import type { Assurance } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject, JsonValue } from '../plugin/json.ts';
import { worstRisk } from '../plugin/risk.ts';
import type { Preview } from '../plugin/tool.ts';
import { strictestAssurance } from '../policy/assurance.ts';
import type { Plan } from '../store/plan.ts';
import { withDeadline } from './deadline.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import { hiddenArguments } from './hidden-arguments.ts';
import { newPlan } from './new-plan.ts';
import type { Previewed, WriteCall } from './types.ts';

/** Runs a tool's preview and works out what a confirmation of it would need. Sends nothing that changes anything. */
export const runPreview = async ({ write, parts }: { write: WriteCall; parts: ConfirmDependencies }): Promise<Previewed> => {
  const reader = await write.reader();
  const preview = await withDeadline({
    ms: parts.limits.readMs,
    caller: write.signal,
    what: `preview of ${write.entry.name}`,
    work: (signal) => write.entry.preview(callOf({ write, signal, reader })),
  });
  const declared = write.classification.risk ?? write.entry.risk;
  const risk = preview.risk === undefined ? declared : worstRisk(declared, preview.risk);
  // A rule may ask more of the declared risk than of the one that was found.
  const required = strictestAssurance(write.assess(declared), write.assess(risk), preview.approval ?? 'model');
  return {
    description: String(parts.present(preview.description)),
    // A plugin may compare what it must not keep: its own credentials, or a secret among the arguments.
    guard: guardText({ guard: parts.hide(preview.guard), write }),
    exactGuard: guardText({ guard: preview.guard, write }),
    risk,
    required,
    refusal: preview.refusal,
    shown: shownOf({ preview, write, risk, present: parts.present }),
  };
};

/** Previews and stores a plan; what the preview refuses is thrown, and there is nothing to confirm. */
export const makePlan = async (step: { write: WriteCall; parts: ConfirmDependencies }): Promise<Plan> => {
  const previewed = await runPreview(step);
  if (previewed.refusal !== undefined) throw previewed.refusal;
  return storePlan({ ...step, previewed });
};

/** Stores a preview as a pending plan, in one transaction with its event; over the caps it is `rate_limited`. */
export const storePlan = async ({
  write,
  previewed,
  parts,
}: {
  write: WriteCall;
  previewed: Previewed;
  parts: ConfirmDependencies;
}): Promise<Plan> => {
  const { guard, risk, required, shown: preview } = previewed;
  const plan = newPlan({ write, parts, guard, risk, required, preview });
  const caps = { plans: parts.limits.pendingPlans, bytes: parts.limits.pendingBytes };
  const event = eventOf({ event: 'previewed', write, plan, clock: parts.clock, input: write.shownInput });
  parts.trail.announce(await parts.store.createPlan(plan, caps, [event]));
  return plan;
};

/** The answer to a preview: what would happen, and how to confirm it. */
export const showPlan = ({ plan, parts }: { plan: Plan; parts: ConfirmDependencies }): JsonObject => ({
  status: 'preview',
  ...plan.preview,
  ticket: plan.ticket,
  expires_at: new Date(plan.expiresAt).toISOString(),
  approval: { required: plan.required, how: howToApprove({ required: plan.required, ticket: plan.ticket, parts }) },
  instruction: instructionFor({ plan }),
});

/** What has to happen before a plan at this level may run, in words. */
export const howToApprove = ({
  required,
  ticket,
  parts,
}: {
  required: Assurance;
  ticket: string;
  parts: ConfirmDependencies;
}): string => {
  if (required === 'model') return 'The confirming call is enough.';
  const command = `A person runs: ${parts.approveCommand} ${ticket}`;
  const terminal = parts.approvers.length === 0 ? enrolFirst(parts.approveCommand) : command;
  return required === 'client' ? `A person is asked through the client. Where the client cannot ask: ${terminal}` : terminal;
};

const enrolFirst = (approveCommand: string): string =>
  `No approver is enrolled. A person runs: ${approveCommand.replace(/approve$/, 'approver add')} <name>, restarts this server, and asks for a new preview.`;

const instructionFor = ({ plan }: { plan: Plan }): string => {
  const again = `call ${plan.tool} again with the same arguments and confirm: true`;
  return plan.required === 'model'
    ? `Nothing has changed yet. To do it, ${again}.`
    : `Nothing has changed yet. Show this preview to the person; to go on, ${again}. A person then decides.`;
};

const callOf = ({ write, signal, reader }: { write: WriteCall; signal: AbortSignal; reader: unknown }) =>
  Object.assign(write.context({ signal, mayConfirm: false }), { input: write.input, reader });

const guardText = ({ guard, write }: { guard: unknown; write: WriteCall }): string => {
  try {
    return canonicalJson(guard);
  } catch (error) {
    throw new LineclearError('internal', `The guard of ${write.entry.name} is not JSON.`, { cause: error, effect: 'none' });
  }
};

const shownOf = ({
  preview,
  write,
  risk,
  present,
}: {
  preview: Preview<unknown>;
  write: WriteCall;
  risk: string;
  present: (value: unknown) => JsonValue;
}): JsonObject => {
  const optional = (name: 'before' | 'changes' | 'details'): JsonObject =>
    preview[name] === undefined ? {} : { [name]: present(preview[name]) };
  return {
    action: write.entry.name,
    profile: write.profile.name,
    tier: write.profile.tier,
    description: present(preview.description),
    risk,
    ...optional('before'),
    ...optional('changes'),
    ...optional('details'),
    // First of all: what else is said rests on texts that look otherwise.
    warnings: present([...hiddenArguments(write.keptInput), ...(preview.warnings ?? [])]),
  };
};
