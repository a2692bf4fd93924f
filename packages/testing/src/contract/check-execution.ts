import { isDeepStrictEqual } from 'node:util';
import type { CallAnswer } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { checkSecrets } from './check-secrets.ts';
import type { WriteCheck } from './check-write.ts';
import { diagnoseAnswer, diagnoseRuns } from './diagnose.ts';
import { expectError } from './expect-error.ts';
import type { ContractBackend } from './options.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';
import { setStage } from './stage.ts';

/** Unconfirmed nothing runs; confirmed it runs once; confirmed again it answers with the receipt. */
export const checkExecution = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
}: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    const mark = await stage.mark();
    const unasked = await stage.call(subject, { ...input, confirm: true });
    const preview = await stage.call(subject, input);
    const before = [
      ...(await diagnoseRuns({ stage, subject })),
      ...(await mark.since(subject, 'The preview')),
      ...notRun({ stage, subject }),
      ...(await checkDigest({ stage, subject, input })),
    ];
    const secrets = () => checkSecrets({ stage, plugin: options.plugin, subject });
    if (example.error !== undefined) {
      return [...before, ...expectError({ subject, answer: preview, code: example.error }), ...(await secrets())];
    }
    if (preview.kind !== 'value') {
      const seen = await secrets();
      return [
        ...before,
        ...seen,
        ...diagnoseAnswer({ stage, subject, answer: preview, doing: 'The preview', found: [...before, ...seen] }),
      ];
    }
    if (before.length > 0) return [...before, ...(await secrets())];
    const early = expectError({ subject, answer: unasked, code: 'preview_required' });
    return [...early, ...(await confirm({ stage, subject, input, preview: preview.value })), ...(await secrets())];
  } finally {
    await stage.close();
  }
};

const confirm = async ({
  stage,
  subject,
  input,
  preview,
}: {
  stage: Stage;
  subject: string;
  input: JsonObject;
  preview: JsonObject;
}): Promise<readonly Finding[]> => {
  const args = { ...input, confirm: true, ticket: preview['ticket'] ?? null };
  const outcome = await approveAndCall({ stage, subject, args });
  const found = await diagnoseRuns({ stage, subject });
  const failed = diagnoseAnswer({ stage, subject, answer: outcome, doing: 'The confirmation', found });
  if (found.length > 0 || outcome.kind !== 'value') return [...found, ...failed];
  const mark = await stage.mark();
  const replay = await stage.call(subject, args);
  const again = (await mark.since(subject, 'The second confirmation')).map((finding): Finding => ({
    ...finding,
    rule: 'ran_twice',
  }));
  const runs = stage.runs(subject, 'execute').length;
  return [
    ...again,
    ...(runs === 1
      ? []
      : [{ rule: 'ran_twice', subject, message: `Two confirmations of one plan ran it ${runs} times.` } as const]),
    ...verifyFailures({ stage, subject }),
    ...replayProblem({ subject, outcome: outcome.value, replay }),
  ];
};

/** Confirms; where a person outside the client has to approve, a test approver does. */
export const approveAndCall = async ({
  stage,
  subject,
  args,
}: {
  stage: Stage;
  subject: string;
  args: JsonObject;
}): Promise<CallAnswer> => {
  const answer = await stage.call(subject, args);
  if (answer.kind !== 'error' || answer.error.code !== 'awaiting_approval') return answer;
  await stage.started.approve(String(args['ticket']));
  return stage.call(subject, args);
};

const notRun = ({ stage, subject }: { stage: Stage; subject: string }): readonly Finding[] =>
  stage.runs(subject, 'execute').length === 0
    ? []
    : [{ rule: 'ran_unconfirmed', subject, message: 'It ran without a confirmation.' }];

const checkDigest = async ({
  stage,
  subject,
  input,
}: {
  stage: Stage;
  subject: string;
  input: JsonObject;
}): Promise<readonly Finding[]> => {
  const reversed = Object.fromEntries(Object.entries(input).toReversed());
  await stage.call(subject, reversed);
  const plans = await stage.started.composition.store.plans({ tool: subject });
  const digests = new Set(plans.map((plan) => plan.inputDigest));
  return digests.size <= 1
    ? []
    : [{ rule: 'digest_unstable', subject, message: 'The same arguments give different inputs from call to call.' }];
};

const verifyFailures = ({ stage, subject }: { stage: Stage; subject: string }): readonly Finding[] =>
  stage
    .runs(subject, 'verify')
    .filter((run) => run.state === 'threw')
    .map((run) => ({ rule: 'example_failed', subject, message: `verify throws: ${String(run.value)}` }));

const replayProblem = ({
  subject,
  outcome,
  replay,
}: {
  subject: string;
  outcome: JsonObject;
  replay: CallAnswer;
}): readonly Finding[] => {
  const isSame =
    replay.kind === 'value' &&
    replay.value['replayed'] === true &&
    isDeepStrictEqual(replay.value['receipt'], outcome['receipt']);
  return isSame
    ? []
    : [{ rule: 'replay_lost', subject, message: 'A second confirmation does not answer with the receipt of the first.' }];
};
