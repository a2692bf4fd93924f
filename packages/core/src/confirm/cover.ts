import type { Assurance } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import { isAtLeast } from '../policy/assurance.ts';
import type { PreviewedEntry } from '../registry/types.ts';
import type { Plan } from '../store/plan.ts';
import { withDeadline } from './deadline.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import { keptOf } from './receipt.ts';
import type { CoveredCall } from './types.ts';

/** The write that covers another one, and what policy asks of it and of what it covers. */
export interface CoveringWrite {
  readonly entry: PreviewedEntry;
  /** What both writes need now, for a plan of this risk and class; throws `forbidden` where policy does not let one of them run. */
  readonly assess: (plan: { readonly risk: Plan['risk']; readonly commandClass: string | undefined }) => Assurance;
}

/**
 * Finds the plan that covers a call, and holds it against the call: executed by this server for this principal in this profile, by the
 * covering write as it is now, and decided at the level that policy asks for now. Throws what is missing; nothing ran then.
 */
export const findCover = async ({
  write,
  covering,
  parts,
}: {
  write: CoveredCall;
  covering: CoveringWrite;
  parts: ConfirmDependencies;
}): Promise<Plan> => {
  const id: unknown = await ask({ write, parts });
  const plan = typeof id === 'string' ? await parts.store.planById(id) : undefined;
  if (plan === undefined || !fits({ plan, write, covering })) throw notCovered({ write, covering });
  if (plan.state !== 'executed') throw notCovered({ write, covering, state: plan.state });
  // Several servers may have one store; what came of the plan is where it was executed.
  if (plan.claim?.instance !== parts.instance) throw notCovered({ write, covering });
  // It was decided at its own level before it ran; what counts is what is asked for now.
  const needed = covering.assess({ risk: plan.risk, commandClass: keptOf(plan)?.class });
  const given = plan.assurance ?? 'model';
  if (!isAtLeast({ given, needed })) throw decidedTooLow({ write, covering, given, needed, parts });
  return plan;
};

const ask = async ({ write, parts }: { write: CoveredCall; parts: ConfirmDependencies }): Promise<unknown> => {
  const reader = await write.reader();
  return withDeadline({
    ms: parts.limits.readMs,
    caller: write.signal,
    what: `search for the plan that covers ${write.entry.name}`,
    work: (signal) =>
      write.entry.coverage.covering(Object.assign(write.context({ signal, mayConfirm: false }), { input: write.input, reader })),
  });
};

// Another caller's plan is as unknown as an invented one.
const fits = ({ plan, write, covering }: { plan: Plan; write: CoveredCall; covering: CoveringWrite }): boolean =>
  plan.principal === write.by.principal &&
  plan.profile === write.profile.name &&
  plan.tool === covering.entry.name &&
  plan.definitionHash === covering.entry.definitionHash;

const notCovered = ({
  write,
  covering,
  state,
}: {
  write: CoveredCall;
  covering: CoveringWrite;
  state?: Plan['state'];
}): LineclearError => {
  const [tool, by] = [write.entry.name, covering.entry.name];
  const why = state === undefined ? 'there is none of this caller here' : `this one is ${state}`;
  return new LineclearError('preview_required', `An executed plan of ${by} has to cover ${tool}, and ${why}; nothing ran.`, {
    hint: `Call ${by} for its preview, confirm it, and use what it answers.`,
    details: { reason: 'not_covered', covered_by: by, ...(state === undefined ? {} : { state }) },
    effect: 'none',
  });
};

const decidedTooLow = ({
  write,
  covering,
  given,
  needed,
  parts,
}: {
  write: CoveredCall;
  covering: CoveringWrite;
  given: Assurance;
  needed: Assurance;
  parts: ConfirmDependencies;
}): LineclearError => {
  const [tool, by] = [write.entry.name, covering.entry.name];
  return new LineclearError(
    'forbidden',
    `${tool} needs ${needed} approval here, and the ${by} that covers it was decided by ${given}; nothing ran.`,
    {
      hint: `Preview ${by} anew, let a person run ${parts.approveCommand} with its ticket, and then confirm it.`,
      details: { reason: 'approval', covered_by: by, required: needed, given },
      effect: 'none',
    },
  );
};
