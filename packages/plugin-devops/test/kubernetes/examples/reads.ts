import { type Examples, shop } from '../backend.ts';

const web = { ...shop, kind: 'Deployment', name: 'web' };
const nobody = { ...web, name: 'nobody' };

/** Calls of the tools that change nothing. */
export const readExamples: Examples = {
  k8s_contexts: [{ input: {} }],
  k8s_kinds: [{ input: { context: 'test' } }, { input: { context: 'other' }, error: 'forbidden' }],
  k8s_list: [
    { input: { ...shop, kind: 'Pod', labels: 'app=web', limit: 2 } },
    { input: { context: 'test', namespace: '*', kind: 'Secret' } },
    { input: { context: 'test', namespace: 'shop', kind: 'Node' }, error: 'invalid_input' },
    { input: { ...shop, kind: 'Unicorn' }, error: 'not_found' },
  ],
  k8s_get: [
    { input: { ...shop, kind: 'Secret', name: 'db' } },
    { input: { ...web, path: ['spec', 'template'] } },
    { input: nobody, error: 'not_found' },
  ],
  k8s_describe: [
    { input: web },
    { input: { context: 'test', namespace: '-', kind: 'Node', name: 'node-1' } },
    { input: nobody, error: 'not_found' },
  ],
  k8s_events: [{ input: { ...shop, limit: 5 } }],
  k8s_top: [{ input: { ...shop, kind: 'Pod', containers: true } }, { input: { context: 'test', namespace: '-', kind: 'Node' } }],
  k8s_can_i: [{ input: { ...shop, kind: 'Pod', verb: 'create', subresource: 'exec' } }],
  k8s_logs: [
    { input: { ...shop, name: 'one' } },
    { input: { ...web, tail: 5, grep: 'list.n', regex: true } },
    { input: { ...shop, name: 'nobody' }, error: 'not_found' },
  ],
  k8s_http_get: [
    { input: { ...shop, kind: 'Pod', name: 'one', port: '8080', path: '/health/ready' } },
    { input: { ...shop, kind: 'Pod', name: 'one', port: '8080', path: '/admin' }, error: 'forbidden' },
  ],
  k8s_rollout_status: [{ input: { ...web, wait_s: 1 } }, { input: nobody, error: 'not_found' }],
  k8s_rollout_history: [{ input: web }, { input: nobody, error: 'not_found' }],
};
