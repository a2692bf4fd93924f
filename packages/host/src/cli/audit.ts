import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { withParts } from '../with-parts.ts';
import type { Declaration } from './declaration.ts';

/** `audit tail|verify|export`: the record of every call. */
export const addAudit = ({ program, spec, surroundings, run }: Declaration): void => {
  const audit = program.command('audit').description('read, verify and export the audit trail');
  const doing = ({ command, work }: { command: Command; work: (parts: Parts) => Promise<ExitCode> }): Promise<void> =>
    run(() => withParts({ spec, surroundings, flags: { config: configOf(command) }, logLevel: 'warn', work }));
  const withConfig = (command: Command): Command =>
    command.option('--config <file>', 'configuration file, for where the anchor is');

  const tail = withConfig(audit.command('tail'))
    .description('print the newest events')
    .option('-f, --follow', 'go on with every new event')
    .option('-n, --lines <count>', 'how many to begin with', '20')
    .option('--json', 'as JSON lines')
    .option('--tool <name>', 'of one tool')
    .option('--profile <name>', 'of one profile')
    .option('--principal <id>', 'of one caller')
    .action(() =>
      doing({ command: tail, work: async (parts) => (await import('./audit-tail.ts')).auditTail({ raw: tail.opts(), parts }) }),
    );
  const verify = withConfig(audit.command('verify'))
    .description('prove that no event was changed, removed or reordered')
    .option('--receipt <file>', 'prove also that a receipt stands in the chain; - reads stdin')
    .option('--json', 'as JSON')
    .action(() =>
      doing({
        command: verify,
        work: async (parts) => (await import('./audit-verify.ts')).auditVerify({ raw: verify.opts(), parts }),
      }),
    );
  const write = withConfig(audit.command('export'))
    .description('write every event as JSON lines')
    .option('--output <file>', 'a new file; stdout when left out')
    .option('--since <date>', 'events since this time')
    .action(() =>
      doing({
        command: write,
        work: async (parts) => (await import('./audit-export.ts')).auditExport({ raw: write.opts(), parts }),
      }),
    );
};

const configOf = (command: Command): string | undefined => {
  const { config }: { config?: unknown } = command.opts();
  return typeof config === 'string' ? config : undefined;
};
