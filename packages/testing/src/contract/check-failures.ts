import type { JsonObject, Plugin } from '@lineclear/core/plugin';
import type { Fault } from '../http/fault.ts';
import { checkSecrets } from './check-secrets.ts';
import { diagnoseRuns } from './diagnose.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';

const faults: readonly { readonly fault: Fault; readonly what: string }[] = [
  { fault: { kind: 'echo', status: 500 }, what: 'a 500 that repeats the request' },
  { fault: { kind: 'echo', status: 401 }, what: 'a 401 that repeats the request' },
  { fault: { kind: 'not_json' }, what: 'a page instead of JSON' },
  { fault: { kind: 'truncated' }, what: 'half an answer' },
  { fault: { kind: 'reset' }, what: 'a cut connection' },
];

/** Whatever the backend does, the caller gets an error of the closed table that holds no secret. */
export const checkFailures = async ({
  stage,
  plugin,
  subject,
  input,
}: {
  stage: Stage;
  plugin: Plugin;
  subject: string;
  input: JsonObject;
}): Promise<readonly Finding[]> => {
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
  return [...findings, ...hanging, ...(await checkSecrets({ stage, plugin, subject, echoing: true }))];
};
