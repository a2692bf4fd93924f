import type { Command } from 'commander';
import * as z from 'zod';
import { firstTokenName, forgetFirstToken } from '../auth/first-token.ts';
import { isExpired } from '../auth/token-book.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import { withParts } from '../with-parts.ts';
import type { Parts } from '../parts.ts';
import { table } from '../terminal/table.ts';
import type { Declaration } from './declaration.ts';

const createOptions = z.object({
  profile: z.string().optional(),
  readOnly: z.boolean().optional(),
  expires: z.string().optional(),
});

/** `token create|list|revoke`: who may call over HTTP. */
export const addToken = ({ program, spec, surroundings, run }: Declaration): void => {
  const token = program.command('token').description('make, list and revoke the bearer tokens of the HTTP server');
  const doing = (work: (parts: Parts) => Promise<void>): Promise<void> =>
    run(async () => {
      await withParts({ spec, surroundings, flags: {}, logLevel: 'warn', work });
      return exitCodes.ok;
    });

  token
    .command('create <name>')
    .description('make a token; it is shown once, and its name is the principal in the audit trail')
    .option('--profile <names>', 'the profiles that it reaches, separated by commas; the first is the active one')
    .option('--read-only', 'it never writes')
    .option('--expires <when>', 'a duration (12h, 30d) or a date (2027-01-31)')
    .action((name: string, _options: unknown, command: Command) =>
      doing((parts) => create({ name, options: createOptions.parse(command.opts()), parts })),
    );
  token
    .command('list')
    .description('list tokens')
    .action(() => doing(list));
  token
    .command('revoke <name>')
    .description('refuse a token from now on; running servers notice within seconds')
    .action((name: string) => doing((parts) => revoke({ name, parts })));
};

const create = async ({
  name,
  options,
  parts,
}: {
  name: string;
  options: z.output<typeof createOptions>;
  parts: Parts;
}): Promise<void> => {
  const { clock, stdout, stderr } = parts.surroundings;
  if (!/^[\w.@-]{1,64}$/.test(name)) {
    throw new ExitError({
      message: `"${name}" cannot be a token's name.`,
      hint: 'Use letters, digits, ".", "_", "@" and "-".',
      exitCode: exitCodes.usage,
    });
  }
  if (name === firstTokenName) {
    throw new ExitError({
      message: `"${name}" is the token that the server makes by itself.`,
      hint: 'Choose another name.',
      exitCode: exitCodes.usage,
    });
  }
  const profiles = options.profile?.split(',').map((profile) => profile.trim());
  const expiresAt = options.expires === undefined ? undefined : expiryOf({ text: options.expires, now: clock.now() });
  const tokens = await parts.tokens();
  const token = await tokens.create({ grant: { name, profiles, readOnly: options.readOnly, expiresAt } });
  if (token === undefined) {
    throw new ExitError({
      message: `There is a token "${name}" already.`,
      hint: `Choose another name, or revoke it first.`,
      exitCode: exitCodes.failure,
    });
  }
  stderr.write('This is the only time that the token is shown:\n');
  stdout.write(`${token}\n`);
};

const list = async (parts: Parts): Promise<void> => {
  const now = parts.surroundings.clock.now();
  const records = await (await parts.tokens()).list();
  const rows = records.map((record) => [
    record.name,
    record.profiles?.join(',') ?? 'all',
    record.read_only === true ? 'read-only' : 'read-write',
    day(record.created_at),
    record.expires_at === undefined ? 'never' : `${day(record.expires_at)}${isExpired({ record, now }) ? ' (expired)' : ''}`,
  ]);
  parts.surroundings.stdout.write(table({ head: ['NAME', 'PROFILES', 'ACCESS', 'CREATED', 'EXPIRES'], rows }));
};

const revoke = async ({ name, parts }: { name: string; parts: Parts }): Promise<void> => {
  const tokens = await parts.tokens();
  if (!(await tokens.revoke(name))) {
    throw new ExitError({
      message: `There is no token "${name}".`,
      hint: 'List them with: token list',
      exitCode: exitCodes.failure,
    });
  }
  if (name === firstTokenName) await forgetFirstToken(parts.folders.tokenFile);
  parts.surroundings.stderr.write(`The token "${name}" is refused from now on.\n`);
};

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const expiryOf = ({ text, now }: { text: string; now: number }): number => {
  const duration = /^(\d{1,5})([mhd])$/.exec(text);
  const at = duration === null ? Date.parse(text) : now + Number(duration[1]) * (units[duration[2] ?? ''] ?? 0);
  if (Number.isNaN(at) || at <= now) {
    throw new ExitError({
      message: `"${text}" is no time in the future.`,
      hint: 'Write a duration (12h, 30d) or a date (2027-01-31).',
      exitCode: exitCodes.usage,
    });
  }
  return at;
};

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
