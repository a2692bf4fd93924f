import { LineclearError } from '../plugin/errors.ts';
import type { Plan } from '../store/plan.ts';
import { withDeadline } from './deadline.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import type { Ending } from './receipt.ts';
import type { AnyWriteCall } from './types.ts';

type Unknown = Extract<Ending, { status: 'failed' | 'unknown' }>;

/** How it ended as far as is known now, and the answer where the tool could give it. */
interface Reconciliation {
  readonly ending: Ending;
  readonly output: unknown;
}

/** Asks the tool whether a write of unknown outcome happened. Reads only; whatever goes wrong leaves it unknown. */
export const reconcile = async ({
  plan,
  write,
  ending,
  parts,
}: {
  plan: Plan;
  write: AnyWriteCall;
  ending: Unknown;
  parts: ConfirmDependencies;
}): Promise<Reconciliation> => {
  const { reconcile: ask } = write.entry;
  if (ask === undefined) return { ending, output: undefined };
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
    if (found === 'executed' || typeof found === 'object') {
      const output = typeof found === 'object' ? await checked({ output: found.result, write }) : undefined;
      const warnings = [`Its own answer was lost (${ending.message}); the backend shows that it happened.`];
      const result = output === undefined ? null : parts.present(output);
      return { ending: { status: 'executed', result, warnings }, output };
    }
    if (found !== 'failed') return { ending, output: undefined };
    const code = ending.code === 'unknown_outcome' ? 'cancelled' : ending.code;
    const message = `It did not happen, the backend shows: ${ending.message}`;
    return { ending: { ...ending, status: 'failed', code, message }, output: undefined };
  } catch (error) {
    const reason = LineclearError.is(error) ? error.code : 'internal';
    parts.log.warn({ plan: plan.id, tool: write.entry.name, reason }, 'an unknown outcome could not be reconciled');
    return { ending, output: undefined };
  }
};

// What happened has happened: an answer that does not fit is left out.
const checked = async ({ output, write }: { output: unknown; write: AnyWriteCall }): Promise<unknown> => {
  const found = await write.entry.checkOutput(output);
  return found.ok ? found.value : undefined;
};
