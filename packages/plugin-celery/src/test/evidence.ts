import type { TaskEvent, TaskEventKind } from '../events/event.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { TaskResult } from '../results/results.ts';
import type { Evidence } from '../tasks/evidence.ts';

// Evidence about the task `t`, for tests of what follows from it.

export const nowMs = 1_800_000_000_000;
export const taskResult = (status: string, fields: Partial<TaskResult> = {}): TaskResult => ({
  taskId: 't',
  status,
  isFinal: ['SUCCESS', 'FAILURE', 'REVOKED', 'IGNORED'].includes(status),
  value: null,
  error: undefined,
  traceback: undefined,
  doneAtMs: undefined,
  parentId: undefined,
  groupId: undefined,
  childIds: [],
  extended: undefined,
  bytes: 10,
  ...fields,
});
export const result = (status: string, fields: Partial<TaskResult> = {}): Evidence['record'] => ({
  kind: 'found',
  result: taskResult(status, fields),
});
export const event = (kind: TaskEventKind, fields: Partial<TaskEvent> = {}): TaskEvent => ({
  kind,
  taskId: 't',
  hostname: 'celery@a',
  atMs: nowMs - 1_000,
  taskName: undefined,
  queue: undefined,
  pid: undefined,
  retries: undefined,
  etaMs: undefined,
  runtimeS: undefined,
  result: undefined,
  exception: undefined,
  traceback: undefined,
  terminated: undefined,
  expired: undefined,
  signum: undefined,
  ...fields,
});
export const ledger = (fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  task_name: 'tasks.add',
  queue: 'celery',
  principal: 'p',
  at: nowMs - 10_000,
  state: 'sent',
  digest: 'd',
  ...fields,
});
export const workerTask = {
  taskId: 't',
  taskName: 'tasks.add',
  args: [],
  kwargs: {},
  startedAtMs: nowMs - 2_000,
  pid: 7,
  acknowledged: true,
  queue: 'celery',
  redelivered: false,
  etaMs: undefined,
};
export const message = {
  taskId: 't',
  taskName: 'tasks.add',
  etaMs: undefined,
  expiresMs: undefined,
  retries: 0,
  hardLimitS: undefined,
  softLimitS: undefined,
  rootId: undefined,
  parentId: undefined,
  groupId: undefined,
  argsRepr: undefined,
  kwargsRepr: undefined,
  origin: undefined,
  stamps: {},
  replyTo: undefined,
  priority: undefined,
  redelivered: undefined,
  body: { readable: false, reason: 'malformed', kind: 'x', bytes: 0 } as const,
};
export const held = { queue: 'celery', task: message, takenAtMs: nowMs, redeliveredAtMs: nowMs + 3_600_000 };
export const all = { known: 1, answered: ['celery@a'], silent: [] };
export const none = { known: 0, answered: [], silent: [] };
export const frozen = { known: 1, answered: [], silent: ['celery@a'] };
export const searched = { searched: ['celery'], complete: false };
export const redis = { kind: 'redis', expiresS: 86_400 } as const;
export const evidence = (fields: Partial<Evidence> = {}): Evidence => ({
  taskId: 't',
  nowMs,
  record: { kind: 'absent' },
  atWorker: undefined,
  waiting: undefined,
  held: undefined,
  events: [],
  ledger: undefined,
  workers: all,
  queues: searched,
  backend: redis,
  rateLimit: null,
  ...fields,
});
