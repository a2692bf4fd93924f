import type { Plugin } from '@lineclear/core/plugin';
import type { Finding } from './rules.ts';
import { createSecretWatch, secretsIn } from './secret-watch.ts';
import type { Stage } from './stage.ts';

/**
 * Looks for the secrets of the settings in everything that happened on a stage: raw results, errors and logs, answers, plans, audit events, state.
 * `echoing`: the backend repeated credentials in its errors, so that raw errors may hold them; what core lets out may not.
 */
export const checkSecrets = async ({
  stage,
  plugin,
  subject,
  echoing = false,
}: {
  stage: Stage;
  plugin: Plugin;
  subject: string;
  echoing?: boolean;
}): Promise<readonly Finding[]> => {
  const watch = createSecretWatch(secretsIn(plugin, stage.backend.connections));
  const runs = stage.journal.runs.map((run) =>
    run.state === 'threw'
      ? watch.check({
          rule: 'secret_in_error',
          subject,
          where: `the error that ${run.handler} throws`,
          value: echoing ? '' : run.value,
        })
      : watch.check({ rule: 'secret_in_result', subject, where: `what ${run.handler} returns`, value: run.value }),
  );
  const lines = [...stage.journal.logs].flatMap(([writer, value]) =>
    watch.check({ rule: 'secret_in_log', subject: writer, where: 'a log line', value }),
  );
  const answers = stage.answers.map(({ answer }) =>
    answer.kind === 'value'
      ? watch.check({ rule: 'secret_in_result', subject, where: 'an answer', value: [answer.value, answer.text] })
      : watch.check({ rule: 'secret_in_error', subject, where: 'an error answer', value: answer }),
  );
  const { store, audit } = stage.started.composition;
  await audit.flush();
  const records = [
    watch.check({ rule: 'secret_in_audit', subject, where: 'an audit event', value: await store.events({ limit: 10_000 }) }),
    watch.check({ rule: 'secret_in_audit', subject, where: 'a stored plan', value: await store.plans({ limit: 10_000 }) }),
    watch.check({
      rule: 'secret_in_audit',
      subject,
      where: 'a stored record',
      value: await store.listState(`${plugin.id}/test`, { limit: 10_000 }),
    }),
    watch.check({ rule: 'secret_in_log', subject, where: 'a log line, after redaction', value: stage.started.log }),
  ];
  return [...lines, ...[...runs, ...answers, ...records].flat()];
};
