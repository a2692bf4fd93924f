import { checkLostAnswer } from './check-lost-answer.ts';
import { checkSecrets } from './check-secrets.ts';
import type { WriteCheck } from './check-write.ts';
import { diagnoseAnswer, diagnoseRuns } from './diagnose.ts';
import { expectError } from './expect-error.ts';
import type { ContractBackend } from './options.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';
import { setStage } from './stage.ts';

/** A write that a plan covers finds that plan without effect, runs for the plan's caller alone, and is not repeated when its answer is lost. */
export const checkCovered = async <Backend extends ContractBackend>(check: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  const call = await checkCall(check);
  if (call.length > 0 || check.example.error !== undefined) return call;
  return checkLostAnswer({
    ...check,
    run: async ({ stage, subject, input }) => {
      await stage.call(subject, input);
    },
  });
};

const checkCall = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
}: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    const mark = await stage.mark();
    // Core refuses somebody else, so that all that happens is the search for the plan.
    await stage.call(subject, input, 'somebody-else');
    const before = [
      ...(await diagnoseRuns({ stage, subject })),
      ...(await mark.since(subject, 'The search for its plan')),
      ...notRun({ stage, subject }),
    ];
    const answer = await stage.call(subject, input);
    const runs = await diagnoseRuns({ stage, subject });
    const secrets = await checkSecrets({ stage, plugin: options.plugin, subject });
    if (example.error !== undefined) return [...before, ...expectError({ subject, answer, code: example.error }), ...secrets];
    const found = [...before, ...runs, ...secrets];
    return [...found, ...diagnoseAnswer({ stage, subject, answer, doing: 'The call', found })];
  } finally {
    await stage.close();
  }
};

const notRun = ({ stage, subject }: { stage: Stage; subject: string }): readonly Finding[] =>
  stage.runs(subject, 'execute').length === 0
    ? []
    : [{ rule: 'ran_unconfirmed', subject, message: 'It ran for somebody who confirmed nothing.' }];
