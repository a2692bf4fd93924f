import { describe, expect, it } from 'vitest';
import { podState } from './pod.ts';
import { toPod } from './pods-of.ts';
import { problemsOf } from './show-pod.ts';

const podWith = (status: object, { metadata = {}, spec = {} } = {}) =>
  toPod({
    metadata: { name: 'web-1', ...metadata },
    spec: { containers: [{ name: 'app' }, { name: 'proxy' }], ...spec },
    status,
  });

const running = (name: string, ready = true) => ({ name, ready, restartCount: 0, state: { running: {} } });
const waiting = (name: string, reason: string, restartCount = 0) => ({
  name,
  ready: false,
  restartCount,
  state: { waiting: { reason } },
});
const ended = (name: string, exitCode: number, reason?: string) => ({
  name,
  ready: false,
  restartCount: 0,
  state: { terminated: { exitCode, reason } },
});

// The words are kubectl's: https://github.com/kubernetes/kubernetes/blob/master/pkg/printers/internalversion/printers_test.go has more of them.
describe('podState', () => {
  it.each([
    ['Running', 2, { phase: 'Running', containerStatuses: [running('app'), running('proxy')] }],
    ['Pending', 0, { phase: 'Pending' }],
    [
      'ContainerCreating',
      0,
      { phase: 'Pending', containerStatuses: [waiting('app', 'ContainerCreating'), waiting('proxy', 'ContainerCreating')] },
    ],
    ['CrashLoopBackOff', 1, { phase: 'Running', containerStatuses: [waiting('app', 'CrashLoopBackOff', 4), running('proxy')] }],
    ['OOMKilled', 1, { phase: 'Running', containerStatuses: [ended('app', 137, 'OOMKilled'), running('proxy')] }],
    ['ExitCode:3', 1, { phase: 'Running', containerStatuses: [ended('app', 3), running('proxy')] }],
    ['Completed', 0, { phase: 'Succeeded', containerStatuses: [ended('app', 0, 'Completed'), ended('proxy', 0, 'Completed')] }],
    ['NotReady', 1, { phase: 'Running', containerStatuses: [ended('app', 0, 'Completed'), running('proxy')] }],
    ['Evicted', 0, { phase: 'Failed', reason: 'Evicted' }],
    ['Init:0/1', 0, { phase: 'Pending', initContainerStatuses: [{ ...running('migrate', false), started: false }] }],
    ['Init:CrashLoopBackOff', 0, { phase: 'Pending', initContainerStatuses: [waiting('migrate', 'CrashLoopBackOff', 2)] }],
    ['Init:Error', 0, { phase: 'Pending', initContainerStatuses: [ended('migrate', 1, 'Error')] }],
    [
      'Running',
      2,
      {
        phase: 'Running',
        initContainerStatuses: [ended('migrate', 0, 'Completed')],
        containerStatuses: [running('app'), running('proxy')],
      },
    ],
  ])('says %s with %i ready', (status, ready, given) => {
    const spec = { initContainers: [{ name: 'migrate' }] };
    expect(podState(podWith(given, { spec }))).toMatchObject({ status, ready, containers: 2 });
  });

  it.each([
    ['Terminating', {}],
    ['Unknown', { reason: 'NodeLost' }],
  ])('says %s of one that is to go', (status, given) => {
    const metadata = { deletionTimestamp: '2026-01-31T08:00:00Z' };
    expect(podState(podWith({ phase: 'Running', ...given }, { metadata })).status).toBe(status);
  });

  it('passes over helpers that run beside the others', () => {
    const spec = { initContainers: [{ name: 'mesh', restartPolicy: 'Always' }] };
    const status = {
      phase: 'Running',
      initContainerStatuses: [{ ...running('mesh'), started: true }],
      containerStatuses: [running('app'), running('proxy')],
    };
    expect(podState(podWith(status, { spec })).status).toBe('Running');
  });
});

describe('problemsOf', () => {
  it('says why a pod is on no node', () => {
    const message = '0/3 nodes are available: 3 Insufficient cpu.';
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
    expect(problemsOf(podWith({ phase: 'Pending', conditions }))[0]).toBe(`PodScheduled: Unschedulable: ${message}`);
  });

  it('has nothing to say of one that is ready or done', () => {
    expect(problemsOf(podWith({ phase: 'Running', containerStatuses: [running('app'), running('proxy')] }))).toEqual([]);
    expect(problemsOf(podWith({ phase: 'Succeeded', containerStatuses: [ended('app', 0)] }))).toEqual([]);
  });
});
