import { LineclearError } from '../plugin/errors.ts';
import type { Plan } from '../store/plan.ts';
import { withDeadline } from './deadline.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import type { Ending } from './receipt.ts';
import type { WriteCall } from './types.ts';

type Unknown = Extract<Ending, { status: 'failed' | 'unknown' }>;

/** Asks the tool whether a write of unknown outcome happened. Reads only; whatever goes wrong leaves it unknown. */
export const reconcile = async ({
  plan,
  write,
  ending,
  parts,
}: {
  plan: Plan;
  write: WriteCall;
  ending: Unknown;
  parts: ConfirmDependencies;
}): Promise<Ending> => {
  const { reconcile: ask } = write.entry;
  if (ask === undefined) return ending;
  try {
    const reader = await write.reader();
    const found = await withDeadline({
      ms: parts.limits.readMs,
      what: `reconciliation of ${write.entry.name}`,
      work: (signal) =>
        ask(
          Object.assign(write.context({ signal, mayConfirm: false }), {
            input: write.input,
            reader,
            guard: JSON.parse(plan.guard),
            idempotencyKey: plan.id,
          }),
        ),
    });
    if (found === 'executed') {
      const warnings = [`Its own answer was lost (${ending.message}); the backend shows that it happened.`];
      return { status: 'executed', result: null, warnings };
    }
    if (found !== 'failed') return ending;
    const code = ending.code === 'unknown_outcome' ? 'cancelled' : ending.code;
    return { ...ending, status: 'failed', code, message: `It did not happen, the backend shows: ${ending.message}` };
  } catch (error) {
    const reason = LineclearError.is(error) ? error.code : 'internal';
    parts.log.warn({ plan: plan.id, tool: write.entry.name, reason }, 'an unknown outcome could not be reconciled');
    return ending;
  }
};
