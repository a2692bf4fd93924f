import { type Approval, type Composition, signApproval } from '@lineclear/core';
import { openKeyFile } from '../approvers/key-file.ts';
import { ownApprovers, readPrivateFile } from '../approvers/key-folder.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { readPassphrase } from '../terminal/passphrase.ts';
import { planText } from '../terminal/plan-text.ts';
import type { Declaration } from './declaration.ts';
import { withApprovals } from './with-approvals.ts';

interface DecideOptions {
  readonly as?: string;
  readonly passphraseFile?: string;
}

/** `approve` and `reject`: shows a plan and signs a decision about it. */
export const addApprove = ({ program, spec, surroundings, command, run }: Declaration): void => {
  for (const [verb, decision] of [
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ] as const) {
    program
      .command(`${verb} <ticket>`)
      .description(
        decision === 'approved' ? 'show a plan, and sign that it may run' : 'show a plan, and sign that it must not run',
      )
      .option('--as <name>', 'the approver, when this machine has the keys of several')
      .option('--passphrase-file <path>', 'read the passphrase from the first line of a file, or of /dev/fd/N')
      .action((ticket: string, options: DecideOptions) =>
        run(async () => {
          await withApprovals({
            spec,
            surroundings,
            work: ({ approvals, parts }) => decide({ ticket, decision, options, approvals, parts, command }),
          });
          return exitCodes.ok;
        }),
      );
  }
};

const decide = async ({
  ticket,
  decision,
  options,
  approvals,
  parts,
  command,
}: {
  ticket: string;
  decision: Approval['decision'];
  options: DecideOptions;
  approvals: Composition['approvals'];
  parts: Parts;
  command: string;
}): Promise<void> => {
  const { stderr, clock } = parts.surroundings;
  const pending = await approvals.describe(ticket);
  stderr.write(`${planText(pending)}\n`);
  const approver = await chooseApprover({ named: options.as, parts, command });
  const text = await readPrivateFile({ folder: parts.folders.approvers, name: approver });
  if (text === undefined) {
    throw new ExitError({ message: `The private key of "${approver}" is not on this machine.`, exitCode: exitCodes.failure });
  }
  const verb = decision === 'approved' ? 'approve' : 'reject';
  const passphrase = await readPassphrase({
    terminal: parts.surroundings,
    file: options.passphraseFile,
    question: `Passphrase of ${approver}, to ${verb} this: `,
  });
  const key = await openKeyFile({ text, passphrase });
  if (key === undefined)
    throw new ExitError({ message: 'The passphrase does not open the key; nothing was decided.', exitCode: exitCodes.failure });
  await approvals.decide(signApproval({ plan: pending.plan, decision: { decision, approver, decidedAt: clock.now() }, ...key }));
  stderr.write(
    decision === 'approved'
      ? 'Approved. It runs when the same call is confirmed before it expires.\n'
      : 'Rejected. Confirming the call answers that a person declined it.\n',
  );
};

const chooseApprover = async ({
  named,
  parts,
  command,
}: {
  named: string | undefined;
  parts: Parts;
  command: string;
}): Promise<string> => {
  if (named !== undefined) return named;
  const own = await ownApprovers(parts.folders.approvers);
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return only;
  throw new ExitError(
    only === undefined
      ? {
          message: 'Nobody on this machine can approve yet.',
          hint: `Enrol with: ${command} approver add YOUR-NAME, then restart the server.`,
          exitCode: exitCodes.failure,
        }
      : {
          message: `This machine has the keys of ${own.join(', ')}.`,
          hint: 'Say who decides: --as NAME',
          exitCode: exitCodes.usage,
        },
  );
};
