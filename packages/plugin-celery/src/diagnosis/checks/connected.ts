import { quotedList } from '../../text/quoted-list.ts';
import { type Outcome, some } from '../finding.ts';
import type { Situation } from '../situation.ts';

/** Nobody is connected, or some of those who are do not answer. */
export const connected = ({ coverage: { known, answered, silent } }: Situation): Outcome => {
  if (known === 0) return { findings: [nobody] };
  if (answered >= known) return { findings: [] };
  const names = silent.length === 0 ? 'Their names are not known.' : `These: ${quotedList(silent)}.`;
  return {
    findings: [
      {
        severity: 'critical',
        code: 'worker_silent',
        what: `${known - answered} of ${known} connected workers did not answer. ${names}`,
        why: 'A frozen worker holds what it took and does nothing. A solo pool answers nobody while a task runs. Two workers of one name look like a silent one.',
        fix: 'Look at the process: end it if it is frozen, so that its tasks go to others. Give every worker a name of its own (--hostname).',
        facts: { known, answered, silent: some(silent) },
      },
    ],
  };
};

const nobody = {
  severity: 'critical',
  code: 'no_worker',
  what: 'No worker is connected to this broker.',
  why: 'Nothing runs: what is sent waits in its queue, and what ran with a worker that is gone is lost unless it acknowledges late.',
  fix: 'Start a worker (celery -A your_app worker), or check that it has this broker, this database or vhost, and the same key prefix.',
  facts: {},
} as const;
