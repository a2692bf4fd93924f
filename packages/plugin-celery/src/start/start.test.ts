import { expect, test } from 'vitest';
import type { TaskType } from '../catalogue/task-type.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';
import { settings } from '../settings.ts';
import { brokerPriority } from './priority.ts';
import { digestOf, keyedTaskId, startTaskId } from './start-identity.ts';
import { startRequest } from './start-request.ts';
import { targetOf } from './task-target.ts';
import { checkDelay, timesOf } from './times.ts';

const rules = (more: object = {}) => settings.parse({ broker: 'redis://127.0.0.1', ...more });
const broker = (kind: 'redis' | 'rabbitmq') => ({ kind }) as Parameters<typeof brokerPriority>[0]['reader']['broker'];
const survey = (conf: object = {}): WorkerSurvey => ({
  workers: [{ name: 'celery@one', queues: [], tasks: new Set(), conf: { ...conf } }],
  known: 1,
  silent: [],
  complete: true,
});
const type: TaskType = {
  id: 'crisis',
  title: 'Crisis',
  description: '',
  taskName: 'app.crisis',
  queue: undefined,
  priority: undefined,
  expectedDuration: undefined,
  approval: 'human',
  approverParam: 'approved_by',
  params: {},
};
const catalogue = { types: new Map([['crisis', type]]), checkParams: async () => ({}) };

test.each([
  ['redis', {}, undefined, { high: 0, normal: 3, low: 9 }],
  ['redis', { priority_steps: [0, 5] }, undefined, { high: 0, normal: 0, low: 5 }],
  ['rabbitmq', {}, 10, { high: 10, normal: 5, low: 0 }],
  ['rabbitmq', {}, 3, { high: 3, normal: 2, low: 0 }],
  ['rabbitmq', {}, undefined, { high: undefined, normal: undefined, low: undefined }],
] as const)('priorities on %s with %j, up to %s', (kind, more, maxPriority, expected) => {
  const reader = { broker: broker(kind), rules: rules(more) };
  const number = (level: 'high' | 'normal' | 'low') => brokerPriority({ level, reader, queue: 'celery', maxPriority }).value;
  expect({ high: number('high'), normal: number('normal'), low: number('low') }).toEqual(expected);
});

test('a delay is compared with the visibility timeout of profile or workers', () => {
  const ask = (seconds: number, { more = {}, conf = {} }: { more?: object; conf?: object } = {}) =>
    checkDelay({
      etaMs: seconds * 1_000,
      nowMs: 0,
      reader: { broker: broker('redis'), rules: rules(more) },
      survey: survey(conf),
    });
  expect(ask(3_599)).toEqual([]);
  expect(() => ask(3_600)).toThrow(
    expect.objectContaining({ details: { reason: 'eta_beyond_visibility_timeout', visibility_timeout_s: 3_600 } }),
  );
  expect(() => ask(60, { conf: { broker_transport_options: { visibility_timeout: 60 } } })).toThrow('visibility timeout');
  expect(ask(7_000, { more: { visibility_timeout_s: 7_200 } })).toEqual([]);
  const onRabbitmq = checkDelay({
    etaMs: 1_800_000,
    nowMs: 0,
    reader: { broker: broker('rabbitmq'), rules: rules() },
    survey: survey(),
  });
  expect(onRabbitmq).toEqual([expect.stringContaining('consumer_timeout')]);
});

test('times count from now, and one that has passed means at once', () => {
  expect(timesOf({ request: { countdown_s: 2, expires_s: 5 }, nowMs: 1_000 })).toEqual({ etaMs: 3_000, expiresMs: 6_000 });
  expect(timesOf({ request: { eta: '1970-01-01T00:00:01Z' }, nowMs: 2_000 })).toEqual({ etaMs: undefined, expiresMs: undefined });
});

test('the same request has one digest, whatever its order and whoever approves', () => {
  const target = { label: 'crisis', taskName: 'app.crisis', type };
  const digest = (request: object) => digestOf({ request: startRequest.parse({ task_type: 'crisis', ...request }), target });
  const one = digest({ params: { a: { x: 1, y: [2, null] }, b: 'ü' } });
  expect(
    digest({ params: { b: 'ü', a: { y: [2, null], x: 1 }, approved_by: 'me' }, idempotency_key: 'k', allow_unconsumed: true }),
  ).toBe(one);
  expect(digest({ task_type: 'app.crisis', params: { a: { x: 1, y: [2, null] }, b: 'ü' } })).toBe(one);
  for (const other of [{ params: { a: { x: 1, y: [null, 2] }, b: 'ü' } }, { params: {} }, { queue: 'q' }, { countdown_s: 1 }]) {
    expect(digest(other)).not.toBe(one);
  }
});

test('every caller, profile and plan has ids of its own', () => {
  const of = (profile: string, principal: string, key: string) =>
    keyedTaskId({ key, profile: { name: profile }, principal: { id: principal } });
  const ids = [of('a', 'b', 'c'), of('a', 'bc', ''), of('ab', '', 'c'), of('a', 'b', 'd'), of('b', 'a', 'c')];
  expect(new Set(ids).size).toBe(ids.length);
  const planned = { profile: { name: 'a' }, principal: { id: 'b' }, planId: 'p' };
  expect(startTaskId({ ...planned, request: {} })).not.toBe(startTaskId({ ...planned, planId: 'q', request: {} }));
  expect(startTaskId({ ...planned, request: { idempotency_key: 'c' } })).toBe(of('a', 'b', 'c'));
});

test('a task of the catalogue is its type under every name, and denied names are denied first', () => {
  const find = (taskType: string, more: object = {}) => targetOf({ taskType, reader: { catalogue, rules: rules(more) } });
  expect(find('app.crisis', { allow_tasks: ['*'] }).type).toBe(type);
  expect(find('app.other', { allow_tasks: ['app.*'] })).toEqual({ label: 'app.other', taskName: 'app.other', type: undefined });
  expect(() => find('app.other')).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(() => find('crisis', { deny_tasks: ['app.*'] })).toThrow(expect.objectContaining({ code: 'forbidden' }));
  expect(() => find('celery.chord', { allow_tasks: ['*'] })).toThrow(expect.objectContaining({ code: 'forbidden' }));
});
