import { expect, test } from 'vitest';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import { checkRoute } from './check-route.ts';
import { resolveQueue } from './resolve-queue.ts';
import { similarNames } from './similar-names.ts';
import { matchesPattern } from './task-pattern.ts';
import type { SurveyedWorker, WorkerSurvey } from './worker-survey.ts';
import type { WorkerRoute } from './worker-routes.ts';
import { workerRoute } from './worker-routes.ts';

const worker = ({
  name = 'celery@one',
  queues = ['celery'],
  tasks = ['tasks.add'],
  conf = {},
}: { name?: string; queues?: string[] | undefined; tasks?: string[] | undefined; conf?: WireObject } = {}): SurveyedWorker => ({
  name,
  queues: queues.map((queue) => ({ name: queue, maxPriority: undefined })),
  tasks: new Set(tasks),
  conf,
});
const survey = (workers: readonly SurveyedWorker[], more: Partial<WorkerSurvey> = {}): WorkerSurvey => ({
  workers,
  known: workers.length,
  silent: [],
  complete: true,
  ...more,
});
const rules = { routes: {}, default_queue: undefined };

test.each([
  ['celery.*', 'celery.chord', true],
  ['celery.*', 'my.celery.x', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*', '', true],
  ['*.report', 'app.tasks.report', true],
  ['*a*b*c', 'xaxbxbxc', true],
  ['a.c', 'abc', false],
  ['(a+)+$', 'aaaa', false],
])('the pattern %s on %s: %s', (pattern, name, fits) => {
  expect(matchesPattern({ pattern, name })).toBe(fits);
});

test('a pattern of many stars is over at once', () => {
  expect(matchesPattern({ pattern: `${'*a'.repeat(100)}b`, name: 'a'.repeat(20_000) })).toBe(false);
});

test.each<[string, WireValue | undefined, WorkerRoute]>([
  ['a table', { 'tasks.add': { queue: 'math' } }, { queue: 'math', isUncertain: false }],
  ['a plain name', { 'tasks.*': 'math' }, { queue: 'math', isUncertain: false }],
  ['exact before pattern', { 'tasks.*': 'other', 'tasks.add': 'math' }, { queue: 'math', isUncertain: false }],
  ['a list of tables', [{ 'x.*': 'x' }, { 'tasks.a*': { queue: 'math' } }], { queue: 'math', isUncertain: false }],
  [
    'pairs',
    [
      [
        ['x', 'x'],
        ['tasks.add', { queue: 'math' }],
      ],
    ],
    { queue: 'math', isUncertain: false },
  ],
  ['a declared queue', { 'tasks.add': { queue: { name: 'math', exchange: {} } } }, { queue: 'math', isUncertain: false }],
  ['a function first', ['<function route at 0x7f>', { 'tasks.add': 'math' }], { queue: 'math', isUncertain: true }],
  ['a function alone', '<function route at 0x7f>', { queue: undefined, isUncertain: true }],
  ['an expression', [[["re.compile('tasks\\\\..*')", 'math']]], { queue: undefined, isUncertain: true }],
  [
    'a route without a queue',
    { 'tasks.add': { exchange: 'media', routing_key: '****' } },
    { queue: undefined, isUncertain: true },
  ],
  ['a masked name', { 'tasks.add': '********' }, { queue: undefined, isUncertain: true }],
  ['nothing', undefined, { queue: undefined, isUncertain: false }],
])('task_routes as %s', (_name, routes, expected) => {
  expect(workerRoute({ taskName: 'tasks.add', routes })).toEqual(expected);
});

test('asks input, catalogue, profile, workers and defaults in this order', () => {
  const taskName = 'tasks.add';
  const conf = { task_routes: { 'tasks.*': 'routed' }, task_default_queue: 'usual' };
  const asking = {
    taskName,
    asked: 'given',
    type: { queue: 'catalogued' },
    rules: { routes: { 'tasks.*': 'ruled' }, default_queue: 'own' },
  };
  const workers = survey([worker({ conf })]);
  expect(resolveQueue({ ...asking, survey: workers })).toMatchObject({ queue: 'given', source: 'input' });
  const { asked: _, ...unasked } = asking;
  expect(resolveQueue({ ...unasked, survey: workers })).toMatchObject({ queue: 'catalogued', source: 'catalogue' });
  expect(resolveQueue({ taskName, rules: asking.rules, survey: workers })).toMatchObject({
    queue: 'ruled',
    source: 'profile_routes',
  });
  expect(resolveQueue({ taskName, rules, survey: workers })).toMatchObject({ queue: 'routed', source: 'worker_routes' });
  const plain = survey([worker({ conf: { task_default_queue: 'usual' } })]);
  expect(resolveQueue({ taskName, rules: { ...rules, default_queue: 'own' }, survey: plain })).toMatchObject({
    source: 'profile_default',
  });
  expect(resolveQueue({ taskName, rules, survey: plain })).toMatchObject({ queue: 'usual', source: 'worker_default' });
  expect(resolveQueue({ taskName, rules, survey: survey([]) })).toMatchObject({ queue: 'celery', source: 'celery_default' });
});

test('workers that know the task decide over those of other applications', () => {
  const workers = survey([
    worker({ name: 'celery@another', tasks: ['shop.buy'], conf: { task_default_queue: 'shop' } }),
    worker({ name: 'celery@own', conf: { task_default_queue: 'math' } }),
  ]);
  expect(resolveQueue({ taskName: 'tasks.add', rules, survey: workers })).toMatchObject({ queue: 'math', notes: [] });
});

test('where workers disagree, a queue that is consumed is taken, and it is said', () => {
  const workers = survey([
    worker({ name: 'celery@a', queues: ['math'], conf: { task_default_queue: 'old' } }),
    worker({ name: 'celery@b', queues: ['math'], conf: { task_default_queue: 'math' } }),
  ]);
  const resolved = resolveQueue({ taskName: 'tasks.add', rules, survey: workers });
  expect(resolved).toMatchObject({ queue: 'math', notes: [expect.stringContaining('"old"')] });
});

test.each([
  ['a worker that consumes and knows', survey([worker()]), undefined, 'ready'],
  ['nobody at all', survey([]), undefined, 'no_consumer'],
  ['workers of other queues', survey([worker({ queues: ['math'] })]), undefined, 'no_consumer'],
  ['a consumer that does not know it', survey([worker({ tasks: ['tasks.ad'] })]), undefined, 'not_registered'],
  ['silent workers', survey([], { known: 1, silent: ['celery@one'] }), undefined, 'workers_silent'],
  ['one silent beside one of another queue', survey([worker({ queues: ['math'] })], { known: 2 }), undefined, 'workers_silent'],
  ['a consumer that only the broker sees', survey([]), 1, 'workers_silent'],
  ['a consumer that the broker does not see', survey([worker()]), 0, 'no_consumer'],
  ['a worker that left a question open', survey([{ ...worker(), tasks: undefined }]), undefined, 'workers_silent'],
  ['a worker whose queues are unknown', survey([{ ...worker(), queues: undefined }]), undefined, 'workers_silent'],
  ['one ready beside a silent one', survey([worker()], { known: 2, silent: ['celery@two'] }), undefined, 'ready'],
])('%s', (_name, workers, consumers, verdict) => {
  const check = checkRoute({ taskName: 'tasks.add', queue: 'celery', survey: workers, consumers });
  expect(check.verdict).toBe(verdict);
  expect(check.problem?.details?.['reason']).toBe(verdict === 'ready' ? undefined : verdict);
  expect(check.workers.length > 0).toBe(verdict === 'ready');
});

test('names the queue that was probably meant, and tasks of similar names', () => {
  const workers = survey([
    worker({ queues: ['default', 'reports'] }),
    worker({ name: 'celery@two', queues: ['celery'], tasks: ['tasks.addd', 'x'] }),
  ]);
  const { problem } = checkRoute({ taskName: 'tasks.add', queue: 'nowhere', survey: workers });
  expect(problem).toMatchObject({ details: { likely_queue: 'default', consumed_queues: ['celery', 'default', 'reports'] } });
  expect(checkRoute({ taskName: 'tasks.add', queue: 'celery', survey: workers }).problem).toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('"default"'),
    details: { similar_tasks: ['tasks.add', 'tasks.addd'], queues_that_know_it: ['default', 'reports'] },
  });
});

test('names the queue that the rules would have chosen, before others of workers that know the task', () => {
  const workers = survey([worker({ queues: ['default', 'metrics'] })]);
  const { problem } = checkRoute({ taskName: 'tasks.add', queue: 'night', survey: workers, usual: 'metrics' });
  expect(problem).toMatchObject({ hint: expect.stringContaining('Give queue: "metrics"'), details: { likely_queue: 'metrics' } });
  const gone = checkRoute({ taskName: 'tasks.add', queue: 'night', survey: workers, usual: 'nobody-reads-this' });
  expect(gone.problem).toMatchObject({ details: { likely_queue: 'default' } });
});

test('warns of consumers that do not know the task', () => {
  const workers = survey([worker(), worker({ name: 'celery@stranger', tasks: [] })]);
  expect(checkRoute({ taskName: 'tasks.add', queue: 'celery', survey: workers })).toMatchObject({
    verdict: 'ready',
    workers: ['celery@one'],
    warnings: [expect.stringContaining('celery@stranger')],
  });
});

test('similar names stand in the order of their likeness', () => {
  expect(similarNames({ name: 'metric_computation', among: ['metrics_cleanup', 'metrics_computation', 'x'] })[0]).toBe(
    'metrics_computation',
  );
  expect(similarNames({ name: 'compute', among: ['zzz', 'app.tasks.compute'] })).toEqual(['app.tasks.compute']);
});
