import { checkSecrets } from './check-secrets.ts';
import { expectError } from './expect-error.ts';
import { diagnoseAnswer, diagnoseRuns } from './diagnose.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

/** A read answers its example as its schema says, and neither sends nor changes anything. */
export const checkRead = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
}: {
  options: ContractOptions<Backend>;
  subject: string;
  example: Example<Backend>;
}): Promise<readonly Finding[]> => {
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    const mark = await stage.mark();
    const answer = await stage.call(subject, input);
    const found = [...(await diagnoseRuns({ stage, subject })), ...(await mark.since(subject, 'Reading'))];
    const secrets = await checkSecrets({ stage, plugin: options.plugin, subject });
    if (example.error !== undefined) return [...found, ...expectError({ subject, answer, code: example.error }), ...secrets];
    return [...found, ...diagnoseAnswer({ stage, subject, answer, doing: 'Reading', found: [...found, ...secrets] }), ...secrets];
  } finally {
    await stage.close();
  }
};
