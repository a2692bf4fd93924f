import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const recoverFromDisaster = definePrompt({
  name: 'recover_from_disaster',
  title: 'Recover from a disaster',
  description: 'Bring data and services back from backups, prove that they are whole, and lose nothing more on the way.',
  args: z.object({ lost: z.string().optional().describe('What is lost or broken, and since when.') }),
  tools: ['db_backups', 'db_restore', 'db_integrity'],
  render: ({ args: { lost } }) =>
    procedure({
      purpose: `Recover${lost === undefined ? ' what was lost' : ` from this: ${lost}`}. What is still there is not touched before it is copied. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        'Inventory, by reading only: which databases, hosts and droplets are there, which are gone, what is still written to? `db_list`, `db_activity`, `host_list`, `droplet_list`.',
        'If what broke it still runs, stop it first, with my agreement: a restore that is broken again costs a backup.',
        '`db_backups` and the snapshots of machines: which are there, how old, are their digests right? Name the newest one from before the damage, and everything that was written since and would be missing.',
        'Show me the plan: order, recovery point, how long it takes, what is lost for good. Wait for my agreement.',
        '`db_backup` of what is left, even if it is damaged: it may hold what no backup has.',
        '`db_restore` into a new database beside the old one; never over it first. `db_integrity` of both: counts, digests, constraints. Compare with what the backup says of itself.',
        'Only then let it take the place of the old one, which stays under another name. Machines: restore or create them, then `deploy_run` of the release that was live.',
        'Prove it from outside: `http_check`, one read and one write of a real use, `db_integrity` again.',
      ],
      end: 'End with the recovery point and the time it took, what is lost, what was verified and how, what still has to be cleaned up and when the old data may go, and what would have made it shorter.',
    }),
});
