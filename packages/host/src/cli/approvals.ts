import { exitCodes } from '../exit-codes.ts';
import { plain } from '../terminal/plain.ts';
import { table } from '../terminal/table.ts';
import { withApprovals } from './with-approvals.ts';
import type { Declaration } from './declaration.ts';

/** `approvals`: the plans that wait for a person. */
export const addApprovals = ({ program, spec, surroundings, command, run }: Declaration): void => {
  program
    .command('approvals')
    .description('list the plans that wait for a person')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) =>
      run(async () => {
        const pending = await withApprovals({ spec, surroundings, work: ({ approvals }) => approvals.list() });
        if (options.json === true) {
          const shown = pending.map(({ plan, input, approval }) => ({
            ticket: plan.ticket,
            tool: plan.tool,
            profile: plan.profile,
            principal: plan.principal,
            required: plan.required,
            description: plan.preview['description'],
            input,
            expires_at: new Date(plan.expiresAt).toISOString(),
            decision: approval?.decision,
          }));
          surroundings.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
          return exitCodes.ok;
        }
        if (pending.length === 0) {
          surroundings.stderr.write('No plan waits for a person.\n');
          return exitCodes.ok;
        }
        const now = surroundings.clock.now();
        const rows = pending.map(({ plan, approval }) => [
          plan.ticket.slice(0, 12),
          plan.profile,
          plan.tool,
          plan.principal,
          `${Math.max(0, Math.round((plan.expiresAt - now) / 60_000))} min`,
          approval?.decision ?? plan.required,
          plain(plan.preview['description']).split('\n', 1)[0] ?? '',
        ]);
        surroundings.stdout.write(table({ head: ['TICKET', 'PROFILE', 'TOOL', 'ASKED BY', 'LEFT', 'NEEDS', 'WHAT'], rows }));
        surroundings.stderr.write(`Decide with: ${command} approve TICKET, or ${command} reject TICKET\n`);
        return exitCodes.ok;
      }),
    );
};
