import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { inCluster, shop } from '../kubernetes-world.ts';

const one = { ...shop, pod: 'one' };

// Which port it is, only the answer says.
let forwarded = '';
const noteAddress = (address: unknown): boolean => {
  forwarded = String(address);
  return /^127\.0\.0\.1:\d+$/.test(forwarded);
};

/** What is done with a running pod. */
export const kubernetesPodWrites: readonly Example[] = [
  {
    tool: 'k8s_exec',
    args: { ...one, command: ['echo', 'hello'] },
    answers: { approval: { required: 'client' } },
    executes: {
      result: { exit_code: 0, stdout: expect.stringContaining('hello') },
      afterwards: inCluster((world) => world.get('Pod', 'one', 'shop') !== undefined),
      found: true,
    },
    error: { args: { ...shop, pod: 'nobody', command: ['true'] }, code: 'not_found' },
  },
  {
    tool: 'k8s_port_forward',
    args: { ...one, port: 8080 },
    answers: { risk: 'reversible', details: { address: '127.0.0.1' } },
    executes: {
      result: { address: expect.toSatisfy(noteAddress) },
      afterwards: async () => (await fetch(`http://${forwarded}`, { headers: { connection: 'close' } })).text(),
      found: 'ready\n',
    },
    error: { args: { ...shop, pod: 'nobody', port: 8080 }, code: 'not_found' },
  },
  {
    tool: 'k8s_port_forward_stop',
    before: { tool: 'k8s_port_forward', args: { ...one, port: 8080, minutes: 5 }, take: ['forward_id'] },
    args: {},
    answers: { risk: 'reversible' },
    executes: {
      result: { stopped: true },
      afterwards: inCluster((world) => world.get('Pod', 'one', 'shop') !== undefined),
      found: true,
    },
    error: { args: { forward_id: 'nothing' }, code: 'not_found' },
  },
];
