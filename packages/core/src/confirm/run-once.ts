import { LineclearError } from '../plugin/errors.ts';
import { type Image, splitImages } from '../plugin/image.ts';
import type { Plan } from '../store/plan.ts';
import { withDeadline } from './deadline.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import { type Conflicting, endingOf } from './outcome.ts';
import type { Ending } from './receipt.ts';
import type { AnyWriteCall } from './types.ts';

/** How an execution ended, and what it answered. */
export interface Run {
  readonly ending: Ending | Conflicting;
  readonly output: unknown;
  readonly images: readonly Image[];
}

/** Runs `execute` within its deadline, and no second time. Never rejects: what it throws decides how it ended. */
export const runOnce = async ({
  plan,
  guard,
  write,
  writer,
  parts,
  stepsDone,
}: {
  plan: Plan;
  guard: string;
  write: AnyWriteCall;
  writer: unknown;
  parts: ConfirmDependencies;
  stepsDone: string[];
}): Promise<Run> => {
  try {
    const answer = await withDeadline({
      ms: write.entry.deadlineMs(write.input),
      what: `execution of ${write.entry.name}`,
      work: async (signal) =>
        write.entry.execute(
          Object.assign(write.context({ signal, mayConfirm: true }), {
            input: write.input,
            writer,
            guard: JSON.parse(guard),
            idempotencyKey: plan.id,
            approver: plan.approver,
            step: (name: string) => void stepsDone.push(String(parts.present(name))),
          }),
        ),
    });
    const { output, images } = splitImages(answer);
    const checked = await write.entry.checkOutput(output);
    if (checked.ok)
      return { ending: { status: 'executed', result: parts.present(checked.value) }, output: checked.value, images };
    parts.log.error(
      { tool: write.entry.name, problems: checked.problems },
      'a write answered something its output schema does not allow',
    );
    const warnings = ['It ran; its answer did not fit the tool\u2019s output schema and is left out.'];
    return { ending: { status: 'executed', result: null, warnings }, output: undefined, images: [] };
  } catch (error) {
    if (!LineclearError.is(error))
      parts.log.error({ tool: write.entry.name, plan: plan.id, error }, 'a write failed with a defect');
    return { ending: endingOf({ error, stepsDone, present: parts.present }), output: undefined, images: [] };
  }
};
