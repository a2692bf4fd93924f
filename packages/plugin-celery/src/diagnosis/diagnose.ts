import { clocks, timeZones } from './checks/clocks.ts';
import { connected } from './checks/connected.ts';
import { etaBeyondTimeout, eviction, visibilityTimeout } from './checks/delivery.ts';
import { goneBindings, heldByNobody } from './checks/gone-workers.ts';
import { backlog, unconsumed } from './checks/queues.ts';
import { halfKnown, priorities, unrunnable } from './checks/routes.ts';
import { hoarding, overdue } from './checks/running.ts';
import { resultBackend, resultExpiry, taskEvents, trackStarted } from './checks/tracking.ts';
import { type Finding, type Outcome, severities } from './finding.ts';
import type { Situation } from './situation.ts';

/** Every check by the name that answers use for it. */
const checks = {
  workers_connected: connected,
  queues_consumed: unconsumed,
  backlogs: backlog,
  workers_gone: goneBindings,
  messages_held_by_nobody: heldByNobody,
  tasks_overdue: overdue,
  prefetch: hoarding,
  eta_and_redelivery: etaBeyondTimeout,
  visibility_timeout: visibilityTimeout,
  eviction,
  catalogue_runs: unrunnable,
  tasks_known_by_all: halfKnown,
  priorities,
  clocks,
  time_zones: timeZones,
  started_tracked: trackStarted,
  task_events: taskEvents,
  result_expiry: resultExpiry,
  result_backend: resultBackend,
} satisfies Readonly<Record<string, (situation: Situation) => Outcome>>;

export interface Diagnosis {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Checks that could not see everything, and why: there may be more than was found. */
  readonly skipped: readonly { readonly check: string; readonly why: string; readonly applies: boolean }[];
  /** How many checks were made. */
  readonly made: number;
}

/** Makes every check. Pure: all that is needed stands in the situation. */
export const diagnose = (situation: Situation): Diagnosis => {
  const outcomes = Object.entries(checks).map(([check, make]) => ({ check, ...make(situation) }));
  return {
    findings: outcomes
      .flatMap(({ findings }) => findings)
      .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity)),
    skipped: outcomes.flatMap(({ check, skipped, applies = true }) =>
      skipped === undefined ? [] : [{ check, why: skipped, applies }],
    ),
    made: outcomes.length,
  };
};
