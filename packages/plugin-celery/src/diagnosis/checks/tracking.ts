import { amount } from '../../text/amount.ts';
import { integer } from '../../protocol/field.ts';
import { type Outcome, skip, some } from '../finding.ts';
import { settingsOf, type Situation, unheard } from '../situation.ts';

/** Running tasks without a record. */
export const trackStarted = (situation: Situation): Outcome => {
  const off = settingsOf(situation).filter(({ conf }) => conf['task_track_started'] !== true);
  return {
    findings:
      off.length === 0
        ? []
        : [
            {
              severity: 'info',
              code: 'track_started_off',
              what: `${amount({ count: off.length, one: 'worker has', many: 'workers have' })} task_track_started off.`,
              why: 'A running task has no record unless it reports progress: when its worker is gone, a lost task looks like one that never was.',
              fix: 'Set task_track_started = True in the app.',
              facts: { workers: some(off.map(({ name }) => name)) },
            },
          ],
    skipped: unheard(situation),
  };
};

/** No history of tasks. */
export const taskEvents = (situation: Situation): Outcome => {
  const off = settingsOf(situation).filter(({ conf }) => conf['worker_send_task_events'] !== true);
  if (off.length === 0) return { findings: [], skipped: unheard(situation) };
  // `celery worker -E` and remote control switch them on without a trace in the settings.
  if (situation.taskEvents > 0)
    return skip(
      `The settings of ${amount({ count: off.length, one: 'worker', many: 'workers' })} have task events off, but events are heard: somebody may have switched them on.`,
    );
  return {
    findings: [
      {
        severity: 'info',
        code: 'task_events_off',
        what: `${amount({ count: off.length, one: 'worker has', many: 'workers have' })} task events off in the settings, and none was heard so far.`,
        why: 'task_log stays empty, and the end of a task without a stored result cannot be seen.',
        fix: 'Start workers with -E, or set worker_send_task_events = True and task_send_sent_event = True.',
        facts: { workers: some(off.map(({ name }) => name)) },
      },
    ],
    skipped: unheard(situation),
  };
};

/** Results that are gone before somebody looks. */
export const resultExpiry = (situation: Situation): Outcome => {
  const short = settingsOf(situation).flatMap(({ name, conf }) => {
    const expiresS = integer(conf['result_expires']);
    return expiresS !== undefined && expiresS > 0 && expiresS < shortestS ? [{ name, expiresS }] : [];
  });
  return {
    findings:
      short.length === 0
        ? []
        : [
            {
              severity: 'info',
              code: 'result_expires_short',
              what: `Results are kept for ${Math.min(...short.map(({ expiresS }) => expiresS))} s only.`,
              why: 'Whoever asks later is told that nothing is known of the task.',
              fix: 'Raise result_expires in the app; a day is the default.',
              facts: {
                expires_s_by_worker: Object.fromEntries(short.slice(0, 20).map(({ name, expiresS }) => [name, expiresS])),
              },
            },
          ],
    skipped: unheard(situation),
  };
};

const shortestS = 3_600;

/** Workers that store results elsewhere than they are read here. Only the kinds are compared: addresses may hold passwords. */
export const resultBackend = (situation: Situation): Outcome => {
  const { reports, results } = situation;
  const kinds = [...reports.answers].flatMap(([name, text]) => {
    const kind = kindIn(text);
    return kind === undefined ? [] : [{ name, kind }];
  });
  if (kinds.length < reports.known) return skip('Not every worker told where it stores results.');
  const others = kinds.filter(({ kind }) => kind !== results);
  if (others.length === 0) return { findings: [] };
  const facts = {
    read_from: results === 'none' ? null : results,
    stored_by_worker: Object.fromEntries(others.slice(0, 20).map(({ name, kind }) => [name, kind])),
  };
  const stored = [...new Set(others.map(({ kind }) => kind))].join(', ');
  if (results === 'none') {
    return {
      findings: [
        {
          severity: 'info',
          code: 'results_not_read',
          what: `Workers store results (${stored}), and this profile reads none.`,
          why: 'What a task returned, and why it failed, cannot be shown.',
          fix: 'Set result_backend of the profile where the workers use Redis or rpc://.',
          facts,
        },
      ],
    };
  }
  return {
    findings: [
      {
        severity: 'warning',
        code: 'result_backend_differs',
        what: `Results are read from ${results}; ${amount({ count: others.length, one: 'worker stores', many: 'workers store' })} them otherwise: ${stored}.`,
        why: 'Finished tasks look as if they had never ended.',
        fix: 'Give the profile the result_backend of the workers, or none where they store nothing.',
        facts,
      },
    ],
  };
};

/** `results:redis://…` in the text of a worker; what follows the kind stays there. */
const kindIn = (report: string): string | undefined => {
  const kind = /(?:^|\s)results:([\w+.-]{1,60})/.exec(report)?.[1];
  if (kind === 'disabled') return 'none';
  return kind === 'rediss' || kind === 'redis+socket' ? 'redis' : kind;
};
