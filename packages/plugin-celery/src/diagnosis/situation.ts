import type { HeldTask, QueueInfo, QueueItem } from '../broker/broker.ts';
import type { Catalogue } from '../catalogue/task-type.ts';
import type { Answers } from '../control/inspect.ts';
import type { WorkerStats } from '../control/worker-facts.ts';
import type { WorkerTask } from '../control/worker-task.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';
import type { Rules } from '../settings.ts';
import type { Coverage } from '../workers/coverage.ts';

/** Something that was asked for: there, or why it is not. */
export type Known<Value> = { readonly value: Value } | { readonly unknown: string };

export const isKnown = <Value>(known: Known<Value>): known is { readonly value: Value } => 'value' in known;

/** A queue that holds messages, with the one that is served next where it may be looked at. */
export interface LoadedQueue extends QueueInfo {
  readonly next: QueueItem | undefined;
  /** When it was sent, where that is known: messages do not say. */
  readonly nextSentAtMs: number | undefined;
}

/** A message that a worker took. */
export interface HeldPlace {
  readonly held: HeldTask;
  /** True when a live worker says that it has it, undefined when it may have it without saying so. */
  readonly isWithWorker: boolean | undefined;
}

/** What is seen of brokers, queues and workers at one moment. Checks read it and ask nobody. */
export interface Situation {
  readonly nowMs: number;
  readonly kind: 'redis' | 'rabbitmq';
  readonly rules: Rules;
  readonly catalogue: Catalogue | undefined;
  /** Where we read results. */
  readonly results: 'redis' | 'rpc' | 'none';
  readonly survey: WorkerSurvey;
  readonly coverage: Coverage;
  readonly stats: Answers<WorkerStats>;
  readonly running: Answers<readonly WorkerTask[]>;
  readonly reserved: Answers<readonly WorkerTask[]>;
  readonly scheduled: Answers<readonly WorkerTask[]>;
  /** Texts about versions and settings, by worker. */
  readonly reports: Answers<string>;
  readonly queues: Known<{ readonly queues: readonly LoadedQueue[]; readonly complete: boolean }>;
  readonly held: Known<readonly HeldPlace[]>;
  /** Workers that the broker remembers. */
  readonly bound: Known<readonly string[]>;
  /** What the broker says about itself. */
  readonly health: Known<Readonly<Record<string, string | number>>>;
  /** By how many milliseconds the clock of a worker is behind ours. */
  readonly behindMs: Known<ReadonlyMap<string, number>>;
  /** Events about tasks that were heard, of all workers. */
  readonly taskEvents: number;
}

/** Why a check about workers may have missed something; undefined when all of them answered. */
export const unheard = ({ coverage: { known, answered } }: Pick<Situation, 'coverage'>): string | undefined =>
  answered >= known ? undefined : `${known - answered} of ${known} connected workers did not answer.`;

/** Settings of the workers that told them, by worker. */
export const settingsOf = ({ survey }: Pick<Situation, 'survey'>) =>
  survey.workers.flatMap(({ name, conf }) => (conf === undefined ? [] : [{ name, conf }]));
