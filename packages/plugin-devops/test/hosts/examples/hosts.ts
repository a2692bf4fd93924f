import { reinstall, srv } from '../world.ts';
import type { Examples } from '../world.ts';

/** Hosts, what they are asked, and what runs there. */
export const hostExamples: Examples = {
  host_list: [{ input: {} }, { input: { check: true, limit: 1 } }, { input: { limit: 0 }, error: 'invalid_input' }],
  host_enrol: [
    { input: { host: 'new' }, drift: async ({ hosts }) => hosts.host('new').start({ newKey: true }) },
    { input: { host: 'web' }, error: 'conflict' },
    { input: { host: 'nobody' }, error: 'not_found' },
  ],
  host_query: [
    { input: { host: 'web', query: 'disk', limit: 2 } },
    { input: { host: 'web', query: 'processes', by: 'memory' } },
    { input: { host: 'web', query: 'dns', name: 'localhost' } },
    { input: { host: 'nobody', query: 'disk' }, error: 'not_found' },
    { input: { host: 'new', query: 'disk' }, error: 'forbidden' },
  ],
  host_env_check: [
    // The first use makes the key of the digests.
    {
      input: { host: 'web', file: '/etc/os-release', names: ['ID', 'NOT_THERE'] },
      before: async ({ callTool }) => void (await callTool('host_env_check', { host: 'web', file: '/etc/os-release' })),
    },
    { input: { host: 'web', file: `${srv}/missing` }, error: 'not_found' },
  ],
  host_exec: [
    { input: { host: 'web', argv: ['touch', `${srv}/made`], cwd: srv, stdin: 'typed', timeout_s: 5 }, drift: reinstall },
    { input: { host: 'web', argv: ['cat', `${srv}/missing`] }, drift: reinstall },
    { input: { host: 'nobody', argv: ['id'] }, error: 'not_found' },
    { input: { host: 'new', argv: ['id'] }, error: 'forbidden' },
  ],
};
