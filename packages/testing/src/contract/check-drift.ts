import type { WriteCheck } from './check-write.ts';
import type { ContractBackend } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

/** When what the guard watches changed since the preview, the confirmation answers `stale` and nothing runs. */
export const checkDrift = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
}: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  if (example.drift === false) return [];
  if (example.drift === undefined)
    return [{ rule: 'drift_missing', subject, message: 'Nothing shows that it notices a change since the preview.' }];
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    const preview = await stage.call(subject, input);
    await example.drift(stage.backend);
    const ticket = preview.kind === 'value' ? (preview.value['ticket'] ?? null) : null;
    const answer = await stage.call(subject, { ...input, confirm: true, ticket });
    const ran = stage.runs(subject, 'execute').length > 0;
    if (!ran && 'error' in answer) return [];
    return [{ rule: 'drift_missed', subject, message: 'What it depends on changed after the preview, and it ran all the same.' }];
  } finally {
    await stage.close();
  }
};
