import type { CoveringWrite } from '../confirm/cover.ts';
import { runCovered } from '../confirm/covered.ts';
import type { WriteAnswer } from '../confirm/types.ts';
import type { Assurance, Risk } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import { requiredAssurance, strictestAssurance } from '../policy/assurance.ts';
import type { CoveredEntry, WriteEntry } from '../registry/types.ts';
import { judge } from './judge.ts';
import { toWriteCall, type WriteRequest } from './write-call.ts';

type CoveredRequest = WriteRequest<CoveredEntry>;

/** Runs a write under the executed plan of another one. Policy judges both; a read or a preview may not reach it. */
export const callCovered = async ({ mayConfirm, ...call }: CoveredRequest & { mayConfirm: boolean }): Promise<WriteAnswer> => {
  const { entry, parts } = call;
  if (!mayConfirm) {
    throw new LineclearError('forbidden', `A read or a preview may not run ${entry.name}.`, {
      details: { reason: 'nested_confirm' },
    });
  }
  assess({ call, entry, risk: entry.risk });
  return runCovered({ write: toWriteCall(call), covering: coveringOf(call), parts: parts.confirm });
};

const coveringOf = (call: CoveredRequest): CoveringWrite => {
  const { entry, parts } = call;
  const resolved = parts.registry.resolve(entry.coverage.by);
  const covering = resolved.found ? resolved.entry : undefined;
  // The registry offers no covered write without the one that covers it.
  if (covering?.kind !== 'write' || covering.coverage !== undefined) throw new TypeError(`${entry.name} lost what covers it`);
  return {
    entry: covering,
    // A rule about a class of commands holds for what is written to one of them, too.
    assess: ({ risk, commandClass }) =>
      strictestAssurance(
        assess({ call, entry: covering, risk, commandClass }),
        assess({ call, entry, risk: entry.risk, commandClass }),
      ),
  };
};

/** The assurance that profile and policy ask for; throws `forbidden` where they do not let it run. */
const assess = ({
  call: { profile, parts, request },
  entry,
  risk,
  commandClass,
}: {
  call: CoveredRequest;
  entry: WriteEntry;
  risk: Risk;
  commandClass?: string | undefined;
}): Assurance => {
  const principal = request.caller.principal.id;
  const classified = commandClass === undefined ? {} : { class: commandClass };
  const decision = judge({ policy: parts.policy, entry, profile, principal, risk, classified });
  if (decision.allow === 'preview') {
    throw new LineclearError('forbidden', `Policy allows a preview of ${entry.name} here, not its execution.`, {
      details: { reason: 'policy', rule: decision.rule },
    });
  }
  return requiredAssurance({ profile, risk, decision });
};
