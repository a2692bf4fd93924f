import { idOf } from '../model/ids.ts';
import type { Task, Template } from '../model/records.ts';
import { minuteMs, secondMs } from '../model/stamps.ts';
import type { TaskSpec } from '../world/create-task.ts';
import { addDlqRecord, changeDlqRecord } from '../world/dlq-moves.ts';
import type { Store } from '../world/store.ts';
import { numbers } from './exercise-ids.ts';
import {
  badScore,
  mailRefused,
  missingColumn,
  paymentUnavailable,
  queueFull,
  storeTimeout,
  warehouseTimeout,
} from './failures.ts';
import { Story } from './story.ts';
import { customerSegmentation, dailyReport, invoiceRun, orderFulfillment, warehouseLoad } from './templates.ts';

/** The tasks that somebody has to look at: failed, stuck, stale and running ones. */
export const seedTroubles = (store: Store): void => {
  const nowMs = store.nowMs;
  const ago = (minutes: number): number => nowMs - minutes * minuteMs;
  const tell = (number: number, template: Template, minutesAgo: number, spec: Partial<TaskSpec> = {}): Story =>
    new Story(store, { template, number, createdAtMs: ago(minutesAgo), context: { simulated: true, run: number }, ...spec });

  tell(numbers.blocked, dailyReport, 52, {
    initiator: 'simulated-scheduler',
    context: { report_date: 'yesterday', simulated: true },
  })
    .run('extract_events')
    .fail('aggregate_metrics', warehouseTimeout, warehouseTimeout, missingColumn)
    .ends('blocked_by_failures');
  tell(numbers.exhausted, orderFulfillment, 95, { priority: 5, context: { order_id: 'simulated-1042', amount_cents: 4999 } })
    .run('validate_order', 'reserve_stock')
    .fail('charge_payment', paymentUnavailable, paymentUnavailable, paymentUnavailable)
    .ends('blocked_by_failures');
  tell(numbers.retrying, invoiceRun, 9)
    .run('collect_orders', 'calculate_totals', 'write_documents')
    .fail('send_invoices', mailRefused)
    .backOff('send_invoices', 1200)
    .ends('waiting_for_retry');
  tell(numbers.failed, customerSegmentation, 240)
    .run('load_profiles', 'score_activity')
    .fail('score_value', storeTimeout, badScore)
    .ends('error', { atMs: ago(130) });
  tell(numbers.timedOut, warehouseLoad, 260)
    .run('discover_files', 'load_customers', 'load_products')
    .hold('load_orders')
    .ends('error', { atMs: ago(118) });
  tell(numbers.cancelled, dailyReport, 600)
    .run('extract_events')
    .set('aggregate_metrics', 'cancelled', { atMs: ago(598) })
    .set('render_report', 'cancelled', { atMs: ago(598) })
    .set('publish_report', 'cancelled', { atMs: ago(598) })
    .ends('cancelled');
  tell(numbers.running, orderFulfillment, 1, { context: { order_id: 'simulated-1077', amount_cents: 1250 } })
    .run('validate_order', 'reserve_stock')
    .hold('charge_payment', { untilMs: nowMs + 20 * minuteMs })
    .ends('steps_in_process', { atMs: ago(1) + secondMs });
  tell(numbers.loading, warehouseLoad, 6)
    .run('discover_files', 'load_customers', 'load_products')
    .hold('load_orders', { untilMs: nowMs + 25 * minuteMs })
    .ends('steps_in_process', { atMs: ago(6) + secondMs });
  seedStale({ ago, tell });
  seedInvestigated({ ago, tell });
};

interface Telling {
  readonly ago: (minutes: number) => number;
  readonly tell: (number: number, template: Template, minutesAgo: number) => Story;
}

const seedStale = ({ ago, tell }: Telling): void => {
  tell(numbers.staleInProcess, warehouseLoad, 192)
    .run('discover_files', 'load_customers', 'load_products')
    .fail('load_orders', queueFull)
    .hold('load_orders')
    .ends('steps_in_process', { atMs: ago(190) });
  tell(numbers.staleRetry, invoiceRun, 49)
    .run('collect_orders', 'calculate_totals', 'write_documents')
    .fail('send_invoices', mailRefused)
    .backOff('send_invoices', 7200)
    .ends('waiting_for_retry', { atMs: ago(47) });
  tell(numbers.staleDependencies, customerSegmentation, 97)
    .run('load_profiles', 'score_activity')
    .set('score_value', 'cancelled', { atMs: ago(96) })
    .ends('waiting_for_dependencies', { atMs: ago(95) });
  tell(numbers.waiting, customerSegmentation, 14)
    .run('load_profiles', 'score_activity')
    .set('score_value', 'cancelled', { atMs: ago(13) })
    .ends('waiting_for_dependencies', { atMs: ago(12) });
  tell(numbers.warning, dailyReport, 28)
    .run('extract_events')
    .hold('aggregate_metrics')
    .ends('steps_in_process', { atMs: ago(26) });
};

// Tasks whose investigation is over, and those of the spike that goes with the full queue.
const seedInvestigated = ({ ago, tell }: Telling): void => {
  tell(numbers.resolved, customerSegmentation, 1500)
    .run('load_profiles', 'score_activity')
    .fail('score_value', badScore)
    .set('score_value', 'resolved_manually', { atMs: ago(1400) })
    .set('assign_segments', 'resolved_manually', { atMs: ago(1399) })
    .ends('resolved_manually');
  for (const [number, enteredMinutes] of [
    [numbers.settled, 2865],
    [numbers.abandoned, 4265],
    [numbers.withdrawn, 1665],
    ...numbers.spike.map((spike, index) => [spike, 65 - index * 12] as const),
  ] as const) {
    tell(number, warehouseLoad, enteredMinutes + 122)
      .run('discover_files', 'load_customers', 'load_products')
      .fail('load_orders', queueFull)
      .hold('load_orders')
      .ends('error', { atMs: ago(enteredMinutes) });
  }
};

/** The investigations: open ones, a spike of them in the last hour or two, and some that are closed. */
export const seedDlq = (store: Store): void => {
  const ago = (minutes: number): number => store.nowMs - minutes * minuteMs;
  const task = (number: number): Task => {
    const found = store.task(idOf('task', number));
    if (found === undefined) throw new Error(`There is no task ${number}.`);
    return found;
  };
  const stale = { reason: 'StalenessTimeout', originalState: 'steps_in_process', timeInStateMinutes: 121 } as const;
  addDlqRecord(store, {
    uuid: idOf('dlq', 1),
    task: task(numbers.exhausted),
    reason: 'MaxRetriesExceeded',
    enteredAtMs: ago(88),
  });
  addDlqRecord(store, {
    uuid: idOf('dlq', 2),
    task: task(numbers.failed),
    ...stale,
    originalState: 'waiting_for_dependencies',
    timeInStateMinutes: 74,
    enteredAtMs: ago(130),
  });
  addDlqRecord(store, { uuid: idOf('dlq', 3), task: task(numbers.timedOut), ...stale, enteredAtMs: ago(118) });
  for (const [index, closed] of closedEntries.entries()) {
    const { number, reason, enteredMinutes, resolvedMinutes, resolution, notes } = closed;
    const record = addDlqRecord(store, {
      ...stale,
      uuid: idOf('dlq', 4 + index),
      task: task(number),
      reason,
      enteredAtMs: ago(enteredMinutes),
    });
    const change = { resolution, notes, resolvedBy: 'simulated-operator' };
    changeDlqRecord({ store, record, change, atMs: ago(resolvedMinutes) });
  }
  for (const [index, number] of numbers.spike.entries()) {
    addDlqRecord(store, { uuid: idOf('dlq', 7 + index), task: task(number), ...stale, enteredAtMs: ago(65 - index * 12) });
  }
};

const closedEntries = [
  {
    number: numbers.settled,
    reason: 'StalenessTimeout',
    enteredMinutes: 2865,
    resolvedMinutes: 2790,
    resolution: 'ManuallyResolved',
    notes: 'Simulated: the day was loaded again by hand.',
  },
  {
    number: numbers.abandoned,
    reason: 'StalenessTimeout',
    enteredMinutes: 4265,
    resolvedMinutes: 4000,
    resolution: 'PermanentlyFailed',
    notes: 'Simulated: the files of that day are lost.',
  },
  {
    number: numbers.withdrawn,
    reason: 'WorkerUnavailable',
    enteredMinutes: 1665,
    resolvedMinutes: 1600,
    resolution: 'Cancelled',
    notes: 'Simulated: replaced by a later load.',
  },
] as const;
