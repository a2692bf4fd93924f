import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const deployInStages = definePrompt({
  name: 'deploy_in_stages',
  title: 'Deploy in stages',
  description: 'Bring a release to staging, prove it there, and then to production host by host, with a way back at each step.',
  args: z.object({
    service: z.string().optional().describe('A service of the profile, such as shop.'),
    artifact: z.string().optional().describe('The release to deploy, such as /srv/artifacts/shop-1.4.2.tar.gz.'),
  }),
  tools: ['deploy_run', 'deploy_history', 'deploy_rollback'],
  render: ({ args: { service = 'the service', artifact } }) =>
    procedure({
      purpose: `Deploy ${artifact === undefined ? 'a release' : artifact} of ${service} in stages. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        '`deploy_history` in staging and in production: what is live on each host, and do the hosts agree? If they do not, stop and tell me.',
        'Say what the release changes since the one that is live, which migrations it needs, and how it is taken back. A migration that cannot be taken back is for me to decide, before anything else.',
        '`db_backup` where a migration follows; `db_migrate` in staging first.',
        '`deploy_run` in staging. Writes reach the active profile only: for another one I connect to it. Read the state of every host in the answer.',
        'Prove it there: `http_check` of the health page and of one page that the change is about; `host_logs` since the deployment for new errors; the error rate where there is monitoring.',
        'Ask me whether staging is good. Only then production, with the same artifact and the same sha256.',
        '`deploy_run` in production, on one host first. Watch its errors and latency for as long as I say, then the others. For blue-green: `deploy_run` to the idle slot, then `deploy_switch`.',
        'If a health gate fails, the host is already rolled back: do not try again, find out why with `host_logs`. If something is wrong that no gate saw: `deploy_rollback`, at once.',
      ],
      end: 'End with what is live on each host, the figures before and after, how to take it back, and what was left out.',
    }),
});
