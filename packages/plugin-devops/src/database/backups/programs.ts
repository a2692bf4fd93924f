import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fence, LineclearError, Secret } from '@lineclear/core/plugin';
import { BoundedOutput } from '../../process/bounded-output.ts';
import type { DatabaseSettings, RoleSettings, Settings } from '../settings.ts';

export type Program = keyof Settings['programs'];

export interface ProgramCall {
  readonly program: Program;
  readonly programs: Settings['programs'];
  /** Never a password, and no text of a caller that could be taken for an option. */
  readonly args: readonly string[];
  /** Where it connects to, and as whom; absent where it does not connect. */
  readonly place?: {
    readonly settings: DatabaseSettings;
    readonly role: RoleSettings;
    readonly databaseName: string;
    readonly applicationName: string;
  };
  /** Open files that it reads from or writes to. */
  readonly stdin?: number;
  readonly stdout?: number;
  readonly signal: AbortSignal;
}

/** Runs a program of PostgreSQL to its end, and yields what it printed. What it said where it failed is in the error. */
export const runPostgresProgram = async (call: ProgramCall): Promise<string> => {
  const { program, programs, place } = call;
  const certificates = place === undefined ? undefined : await certificatesFile(place.settings);
  try {
    const env = { ...baseEnvironment(), ...(place !== undefined && connectionOf({ place, certificates: certificates?.path })) };
    const { code, output, errors } = await run({ ...call, path: programs[program], env });
    if (code === 0) return wholeOf({ output, program });
    call.signal.throwIfAborted();
    throw new LineclearError('upstream_error', `${program} failed.`, {
      hint: 'Read details.upstream: it fails again until what it says is put right.',
      details: { reason: `${program}_failed`, exit_code: code, upstream: fence(errors, { source: program }) },
      effect: 'none',
    });
  } finally {
    if (certificates?.isTemporary === true) await rm(join(certificates.path, '..'), { recursive: true, force: true });
  }
};

/** The major version of a program, such as 15; `not_configured` where it does not run. */
export const programVersion = async (call: Omit<ProgramCall, 'args' | 'place'>): Promise<number> => {
  const output = await runPostgresProgram({ ...call, args: ['--version'] });
  return Number(/\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)/.exec(output)?.[1] ?? Number.NaN);
};

/** Contents of some hundred thousand things. */
const mostOutput = 64 << 20;
/** The beginning and the end in one block that is not cut again: what stopped a program stands last. */
const mostErrors = 1_800;

/** A list that lacks something would be taken for the whole list. */
const wholeOf = ({ output, program }: { output: BoundedOutput; program: Program }): string => {
  const { text, leftOutBytes } = output.text();
  if (leftOutBytes === 0) return text;
  throw new LineclearError('unsupported', `${program} printed more than ${mostOutput} bytes.`, {
    hint: `Run ${program} by hand.`,
    details: { reason: 'long_output' },
    effect: 'none',
  });
};

const run = async ({
  program,
  path,
  args,
  env,
  stdin = 'ignore' as const,
  stdout = 'pipe' as const,
  signal,
}: Omit<ProgramCall, 'stdin' | 'stdout'> & {
  path: string;
  env: Record<string, string>;
  stdin?: number | 'ignore' | undefined;
  stdout?: number | 'pipe' | undefined;
}) => {
  signal.throwIfAborted();
  const child = spawn(path, [...args], { cwd: '/', env, shell: false, stdio: [stdin, stdout, 'pipe'] });
  const [output, errors] = [new BoundedOutput(mostOutput), new BoundedOutput(mostErrors)];
  child.stdout?.on('data', (chunk: Buffer) => output.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => errors.add(chunk));
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output, errors: errors.text().text };
  } catch (error) {
    throw new LineclearError('not_configured', `${program} cannot be started.`, {
      hint: `Install the client programs of PostgreSQL, or name the path in programs.${program} of the profile.`,
      details: { reason: 'no_program', program },
      effect: 'none',
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

// The programs would otherwise take what is missing from the account's own files.
const baseEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  PGPASSFILE: '/dev/null',
  PGSERVICEFILE: '/dev/null',
  PGCLIENTENCODING: 'UTF8',
  PGGSSENCMODE: 'disable',
  PGCONNECT_TIMEOUT: '10',
});

const connectionOf = ({
  place: { settings, role, databaseName, applicationName },
  certificates,
}: {
  place: NonNullable<ProgramCall['place']>;
  certificates: string | undefined;
}): Record<string, string> => ({
  PGHOST: settings.host,
  PGPORT: String(settings.port),
  PGUSER: role.user,
  PGDATABASE: databaseName,
  PGAPPNAME: applicationName,
  // Seen by this account only, while everybody may see the arguments.
  ...(Secret.is(role.password) && { PGPASSWORD: role.password.reveal() }),
  ...(certificates === undefined
    ? { PGSSLMODE: 'disable' }
    : { PGSSLMODE: 'verify-full', PGSSLROOTCERT: certificates, PGSSLCERT: nowhere }),
});

// What is not there is not sent; what lies in the account's own folder is for other servers.
const nowhere = '/nonexistent/lineclear';

/** The certificates to trust as a file, which the programs want: those of the settings, or those that Node.js knows. */
const certificatesFile = async ({ host, tls }: DatabaseSettings): Promise<{ path: string; isTemporary: boolean } | undefined> => {
  if (tls.mode === 'off' || host.startsWith('/')) return undefined;
  if (tls.ca !== undefined) return { path: tls.ca, isTemporary: false };
  const path = join(await mkdtemp(join(tmpdir(), 'lineclear-tls-')), 'certificates.pem');
  await writeFile(path, rootCertificates.join('\n'), { mode: 0o600 });
  return { path, isTemporary: true };
};
