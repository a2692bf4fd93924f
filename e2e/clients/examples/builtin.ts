import { hasCelery } from '../celery-world.ts';
import { hasPostgres } from '../database-world.ts';
import type { Example } from '../example.ts';
import { hasGrafana } from '../grafana-world.ts';
import { hasHosts } from '../hosts-world.ts';

const connections = [
  'tasker',
  ...(hasCelery ? ['celery'] : []),
  ...(hasGrafana ? ['grafana', 'context7'] : []),
  'github',
  ...(hasHosts ? ['hosts'] : []),
  'net',
  'kubernetes',
  'droplets',
  ...(hasPostgres ? ['database'] : []),
].map((connection) => ({
  connection,
  health: 'up',
}));

export const builtinExamples: readonly Example[] = [
  {
    tool: 'connection_status',
    args: { refresh: true },
    answers: {
      active_profile: 'local',
      profiles: [{ profile: 'local', connections: [{ health: 'up' }, ...connections] }],
    },
    error: { args: { nonsense: true }, code: 'invalid_input' },
  },
  {
    tool: 'audit_recent',
    args: { limit: 5 },
    answers: { audit: 'healthy' },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  { tool: 'approval_list', args: {}, answers: { plans: [] }, error: { args: { nonsense: true }, code: 'invalid_input' } },
];
