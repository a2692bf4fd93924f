import { celeryTasks, parked, spare } from '../celery-world.ts';
import type { Example } from '../example.ts';

const { added, failed, queued, toCancel, nowhere } = celeryTasks;
const worker = 'celery@e2e';
const nobody = ['celery@nobody'];

export const celeryReads: readonly Example[] = [
  {
    tool: 'get_task_status',
    args: { task_id: failed },
    answers: { status: 'failure', state: 'failure', error: { type: 'ValueError', message: 'no such column' } },
    error: { args: { task_id: '' }, code: 'invalid_input' },
  },
  {
    tool: 'wait_for_task',
    args: { task_id: added, timeout_s: 5 },
    answers: { status: 'success', result: { value: 5, untrusted: true }, timed_out: false },
    error: { args: { task_id: added, timeout_s: 601 }, code: 'invalid_input' },
  },
  {
    tool: 'list_active_tasks',
    args: { queue: parked },
    answers: { total_active: 2, counts: { queued: 2 }, workers: { known: 1, answered: 1, silent: [] } },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'task_types',
    args: { text: 'tasks.add' },
    answers: { types: [{ task_type: 'tasks.add', available: true, from: 'workers' }], workers: { known: 1, answered: 1 } },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'task_log',
    args: { task_id: failed },
    answers: { status: 'failure', task_name: 'tasks.fail', events: { of_this_task: 0 } },
    error: { args: { task_id: '' }, code: 'invalid_input' },
  },
  {
    tool: 'worker_list',
    args: { worker },
    answers: { workers: [{ name: worker, pool: 'prefork' }], complete: true },
    error: { args: { worker: 'celery@nobody' }, code: 'not_found' },
  },
  {
    tool: 'queue_list',
    args: {},
    answers: { complete: true, workers: { known: 1, answered: 1 } },
    error: { args: { queue: parked }, code: 'invalid_input' },
  },
  {
    tool: 'queue_peek',
    args: { queue: parked },
    answers: { total: 2, messages: [{ task_id: queued }, { task_id: toCancel }] },
    error: { args: { queue: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'beat_schedule',
    args: { task_name: 'tasks.report' },
    answers: { entries: [{ name: 'report-at-night' }], complete: true },
    error: { args: { task_name: '' }, code: 'invalid_input' },
  },
  {
    tool: 'celery_diagnose',
    args: { task_id: queued },
    answers: { healthy: false, task: { state: 'queued', queue: parked } },
    error: { args: { task_id: '' }, code: 'invalid_input' },
  },
];

export const celeryWrites: readonly Example[] = [
  {
    tool: 'start_background_task',
    args: { task_type: 'tasks.add', params: { x: 19, y: 23 } },
    answers: { risk: 'additive', approval: { required: 'model' } },
    executes: {
      result: { task_name: 'tasks.add', queue: 'celery', status: 'queued', already_started: false },
      afterwards: ({ celery }) => celery?.outcomes({ name: 'tasks.add', kwargs: { x: 19, y: 23 }, count: 1 }),
      found: [42],
    },
    error: { args: { task_type: 'tasks.add', params: { x: 1, y: 2 }, queue: parked }, code: 'conflict' },
  },
  {
    tool: 'retry_task',
    args: { task_id: failed },
    answers: { risk: 'additive', approval: { required: 'model' } },
    executes: {
      result: { task_name: 'tasks.fail', retry_of: failed },
      afterwards: ({ celery }) => celery?.outcomes({ name: 'tasks.fail', kwargs: { message: 'no such column' }, count: 2 }),
      found: ['ValueError', 'ValueError'],
    },
    error: { args: { task_id: queued }, code: 'conflict' },
  },
  {
    tool: 'chain_tasks',
    args: {
      steps: [
        { task_type: 'tasks.add', params: { x: 1, y: 2 } },
        { task_type: 'tasks.report', params: { title: 'end' }, immutable: true },
      ],
    },
    answers: { risk: 'additive', approval: { required: 'model' } },
    executes: {
      result: { mode: 'chain', status: 'queued', tasks: [{ status: 'queued' }, { status: 'waiting' }] },
      afterwards: ({ celery }) => celery?.outcomes({ name: 'tasks.report', kwargs: { title: 'end' }, count: 1 }),
      found: [{ title: 'end' }],
    },
    error: { args: { steps: [{ task_type: 'tasks.add' }] }, code: 'invalid_input' },
  },
  {
    tool: 'task_rate_limit',
    args: { task_name: 'tasks.echo', rate: '600/m' },
    answers: { risk: 'reversible' },
    executes: {
      result: { task_name: 'tasks.echo', rate: '600/m', workers: [{ worker, outcome: 'done' }] },
      afterwards: ({ celery }) => celery?.isWorking(),
      found: true,
    },
    error: { args: { task_name: 'tasks.nothing', rate: '1/m' }, code: 'not_found' },
  },
  {
    tool: 'worker_events',
    args: { enabled: true },
    answers: { risk: 'reversible' },
    executes: {
      result: { enabled: true, workers: [{ worker, outcome: 'done' }] },
      afterwards: ({ celery }) => celery?.isWorking(),
      found: true,
    },
    error: { args: { enabled: true, workers: nobody }, code: 'not_found' },
  },
  // Workers look after their pool every five seconds: its own test waits for that, not each of these clients.
  {
    tool: 'worker_pool',
    args: { by: 1, all: true },
    answers: { risk: 'reversible' },
    error: { args: { by: 1, workers: nobody }, code: 'not_found' },
  },
  {
    tool: 'cancel_task',
    args: { task_id: toCancel },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: {
      result: { task_id: toCancel, outcome: 'cancelled', status: 'revoked' },
      afterwards: ({ celery }) => celery?.waiting(parked),
      found: 1,
    },
    error: { args: { task_id: nowhere }, code: 'not_found' },
  },
  {
    tool: 'queue_purge',
    args: { queue: spare },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: {
      result: { queue: spare, removed: 1, waiting_now: 0 },
      afterwards: ({ celery }) => celery?.waiting(spare),
      found: 0,
    },
    error: { args: { queue: 'nowhere' }, code: 'not_found' },
  },
  // The last one: the next client finds another worker.
  {
    tool: 'worker_shutdown',
    args: { workers: [worker] },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: {
      result: { workers: [{ worker, outcome: 'gone' }] },
      afterwards: ({ celery }) => celery?.worksOn(),
      found: false,
    },
    error: { args: { workers: nobody }, code: 'not_found' },
  },
];
