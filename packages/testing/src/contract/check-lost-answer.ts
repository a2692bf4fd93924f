import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import type { RecordedRequest } from '../http/route.ts';
import { checkSecrets } from './check-secrets.ts';
import type { WriteCheck } from './check-write.ts';
import { isUnsafe } from './declared-safe.ts';
import { diagnoseRuns } from './diagnose.ts';
import type { ContractBackend } from './options.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';
import { setStage } from './stage.ts';

/** When the backend's answer is lost after the write took effect, nothing is sent twice, and reconcile does not call it failed. */
export const checkLostAnswer = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
  hasHttp,
  run,
}: WriteCheck<Backend> & {
  /** Makes the write run, as its callers do. */
  run: (call: { stage: Stage; subject: string; input: JsonObject }) => Promise<void>;
}): Promise<readonly Finding[]> => {
  if (!hasHttp) return [];
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    const before = await stage.backend.state?.();
    const sentBefore = requestsOf(stage).length;
    const isWrite = (request: RecordedRequest) => isUnsafe(request, stage.journal);
    for (const http of stage.backend.http ?? []) {
      http.inject({ kind: 'echo', status: 502, afterEffect: true }, { unsafe: true, accepts: isWrite });
    }
    await run({ stage, subject, input });
    const key = stage.runs(subject, 'execute')[0]?.idempotencyKey ?? '';
    const sent = requestsOf(stage).slice(sentBefore).filter(isWrite);
    const isChanged = !isDeepStrictEqual(before, await stage.backend.state?.());
    const reconciling = (await diagnoseRuns({ stage, subject })).filter(({ rule }) => rule === 'sends_unsafe');
    return [
      ...(reconciling.length > 0 ? reconciling : repeats({ subject, sent, key })),
      ...(isChanged ? wrongReconciles({ stage, subject }) : []),
      ...(await checkSecrets({ stage, plugin: options.plugin, subject, echoing: true })),
    ];
  } finally {
    await stage.close();
  }
};

const requestsOf = (stage: Stage): readonly RecordedRequest[] => (stage.backend.http ?? []).flatMap(({ requests }) => requests);

const repeats = ({
  subject,
  sent,
  key,
}: {
  subject: string;
  sent: readonly RecordedRequest[];
  key: string;
}): readonly Finding[] => {
  const repeated = sent.find(
    (request, index) => sent.findIndex((other) => isSame(other, request)) < index && !carries(request, key),
  );
  if (repeated === undefined) return [];
  const message = `It sends ${repeated.method} ${repeated.url} again after an answer of 502, although the first may have worked.`;
  return [{ rule: 'write_repeated', subject, message }];
};

const isSame = (one: RecordedRequest, other: RecordedRequest): boolean =>
  one.method === other.method && one.url === other.url && one.body === other.body;

// A backend that knows the key takes the second request for the first.
const carries = (request: RecordedRequest, key: string): boolean =>
  key !== '' && [request.url, request.body, ...Object.values(request.headers).map(String)].some((text) => text.includes(key));

const wrongReconciles = ({ stage, subject }: { stage: Stage; subject: string }): readonly Finding[] =>
  stage
    .runs(subject, 'reconcile')
    .filter((run) => run.state === 'threw' || run.value === 'failed')
    .map((run) => ({
      rule: 'reconcile_wrong',
      subject,
      message:
        run.state === 'threw'
          ? `reconcile throws: ${String(run.value)}`
          : 'The write took effect, and reconcile says that it failed.',
    }));
