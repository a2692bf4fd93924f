import type { Fault } from '../http/fault.ts';
import { checkSecrets } from './check-secrets.ts';
import { diagnoseRuns } from './diagnose.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

const faults: readonly { readonly fault: Fault; readonly what: string }[] = [
  { fault: { kind: 'echo', status: 500 }, what: 'a 500 that repeats the request' },
  { fault: { kind: 'echo', status: 401 }, what: 'a 401 that repeats the request' },
  { fault: { kind: 'not_json' }, what: 'a page instead of JSON' },
  { fault: { kind: 'truncated' }, what: 'half an answer' },
  { fault: { kind: 'reset' }, what: 'a cut connection' },
];

/** Whatever the backend does, the caller gets an error of the closed table that holds no secret. */
export const checkFailures = async <Backend extends ContractBackend>({
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
    const findings: Finding[] = [];
    for (const { fault, what } of stage.backend.http === undefined ? [] : faults) {
      const restore = (stage.backend.http ?? []).map((http) => http.inject(fault));
      const answer = await stage.call(subject, input);
      for (const stop of restore) stop();
      if ('error' in answer && (answer.error.code === 'internal' || answer.error.details?.['reason'] === 'internal')) {
        findings.push({
          rule: 'failure_unhandled',
          subject,
          message: `After ${what} it answers internal: ${answer.error.message}`,
        });
      }
    }
    const hanging = (await diagnoseRuns({ stage, subject })).filter(({ rule }) => rule === 'hangs');
    return [...findings, ...hanging, ...(await checkSecrets({ stage, plugin: options.plugin, subject, echoing: true }))];
  } finally {
    await stage.close();
  }
};
