import { createKeyFiles } from '../approvers/key-file.ts';
import { checkApproverName, ownApprovers, removeApprover, saveApprover } from '../approvers/key-folder.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { readNewPassphrase } from '../terminal/passphrase.ts';
import { table } from '../terminal/table.ts';
import { withParts } from '../with-parts.ts';
import type { Declaration } from './declaration.ts';

/** `approver add|list|remove`: the people whose signature decides plans outside the model's reach. */
export const addApprover = ({ program, spec, surroundings, run }: Declaration): void => {
  const approver = program
    .command('approver')
    .description('enrol, list and remove people who approve plans with a key of their own');
  const doing = (work: (parts: Parts) => Promise<void>): Promise<void> =>
    run(async () => {
      await withParts({ spec, surroundings, flags: {}, logLevel: 'warn', work });
      return exitCodes.ok;
    });

  approver
    .command('add <name>')
    .description('make an Ed25519 key behind a passphrase; servers started from now on accept its decisions')
    .option('--passphrase-file <path>', 'read the passphrase from the first line of a file, or of /dev/fd/N')
    .action((name: string, options: { passphraseFile?: string }) =>
      doing((parts) => add({ name, file: options.passphraseFile, parts })),
    );
  approver
    .command('list')
    .description('list approvers')
    .action(() => doing(list));
  approver
    .command('remove <name>')
    .description('delete an approver; servers started from now on refuse their decisions')
    .action((name: string) => doing((parts) => remove({ name, parts })));
};

const add = async ({ name, file, parts }: { name: string; file: string | undefined; parts: Parts }): Promise<void> => {
  const { folders, surroundings } = parts;
  checkApproverName(name);
  const known = await parts.approvers();
  if (known.some((approver) => approver.name === name) || (await ownApprovers(folders.approvers)).includes(name)) {
    throw new ExitError({
      message: `There is an approver "${name}" already.`,
      hint: 'Choose another name, or remove that one first.',
      exitCode: exitCodes.failure,
    });
  }
  const passphrase = await readNewPassphrase({ terminal: surroundings, file });
  const files = await createKeyFiles({ name, passphrase });
  // Recorded first: an approver that nobody can see having been added must not exist.
  await note({ event: 'approver_added', name, parts });
  await saveApprover({ folder: folders.approvers, name, files });
  surroundings.stderr.write(
    `"${name}" can approve plans now. The key is in ${folders.approvers}, readable by you only and closed by the passphrase.\n` +
      'Servers pin their approvers when they start: restart the ones that are running.\n',
  );
};

const list = async (parts: Parts): Promise<void> => {
  const own = new Set(await ownApprovers(parts.folders.approvers));
  const rows = (await parts.approvers()).map(({ name, publicKey }) => [
    name,
    own.has(name) ? 'here' : 'elsewhere',
    fingerprint(publicKey),
  ]);
  parts.surroundings.stdout.write(table({ head: ['NAME', 'PRIVATE KEY', 'PUBLIC KEY'], rows }));
  if (rows.length === 0) parts.surroundings.stderr.write('Nobody is enrolled yet: approver add NAME\n');
};

const remove = async ({ name, parts }: { name: string; parts: Parts }): Promise<void> => {
  checkApproverName(name);
  const names = [...(await parts.approvers()).map((approver) => approver.name), ...(await ownApprovers(parts.folders.approvers))];
  if (!names.includes(name)) {
    throw new ExitError({
      message: `There is no approver "${name}".`,
      hint: 'List them with: approver list',
      exitCode: exitCodes.failure,
    });
  }
  await note({ event: 'approver_removed', name, parts });
  await removeApprover({ folder: parts.folders.approvers, name });
  parts.surroundings.stderr.write(
    `"${name}" is no approver any more. Restart running servers: they pinned the key when they started.\n`,
  );
};

const note = async ({
  event,
  name,
  parts,
}: {
  event: 'approver_added' | 'approver_removed';
  name: string;
  parts: Parts;
}): Promise<void> => {
  const { clock, user } = parts.surroundings;
  const trail = await parts.trail();
  await trail.append([{ event, time: new Date(clock.now()).toISOString(), principal: user, approver: name }]);
};

// The last bytes of the key itself: enough to compare two listings by eye.
const fingerprint = (publicKey: string): string => publicKey.replaceAll(/-----[^-]+-----|\s/g, '').slice(-16);
