import { quoted } from '@lineclear/core/plugin';
import { amount } from '../../text/amount.ts';
import { type Finding, type Outcome, skip } from '../finding.ts';
import { isKnown, settingsOf, type Situation, unheard } from '../situation.ts';

/** Workers whose clock is another one than ours. */
export const clocks = ({ behindMs, stats }: Situation): Outcome => {
  if (!isKnown(behindMs)) return skip(behindMs.unknown);
  const findings = [...behindMs.value].flatMap(([worker, behind]): Finding[] =>
    Math.abs(behind) < tolerableMs
      ? []
      : [
          {
            severity: 'warning',
            code: 'clock_differs',
            what: `The clock of ${quoted(worker)} is ${Math.round(Math.abs(behind) / 1_000)} s ${behind > 0 ? 'behind' : 'ahead of'} ours.`,
            why: 'Tasks with an ETA run too late or too early, those that expire are dropped at the wrong time, and runtimes are told wrong.',
            fix: 'Synchronise the clocks (NTP) of the machines of workers and of this server.',
            facts: { worker, behind_s: Math.round(behind / 1_000) },
          },
        ],
  );
  const unknown = [...stats.answers.keys()].filter((name) => !behindMs.value.has(name));
  return {
    findings,
    ...(unknown.length > 0 && {
      skipped: `No heartbeat of ${amount({ count: unknown.length, one: 'worker', many: 'workers' })} was heard, so what their clocks say is not known.`,
    }),
  };
};

/** Workers that read times without a zone as local ones. */
export const timeZones = (situation: Situation): Outcome => {
  const settings = settingsOf(situation);
  const local = settings.filter(({ conf }) => conf['enable_utc'] === false);
  if (local.length === 0) return { findings: [], skipped: unheard(situation) };
  const facts = Object.fromEntries(local.slice(0, 20).map(({ name, conf }) => [name, zoneOf(conf['timezone'])]));
  return {
    findings: [
      {
        severity: 'warning',
        code: 'utc_disabled',
        what: `${amount({ count: local.length, one: 'worker has', many: 'workers have' })} enable_utc = False.`,
        why: 'They read and write times without a zone as local ones; senders elsewhere mean UTC, and tasks run hours off.',
        fix: 'Remove enable_utc = False from the app, or set it everywhere alike; timezone may stay.',
        facts: { timezone_by_worker: facts },
      },
    ],
    skipped: unheard(situation),
  };
};

const tolerableMs = 5_000;

const zoneOf = (zone: unknown): string | null => (typeof zone === 'string' ? zone.slice(0, 60) : null);
