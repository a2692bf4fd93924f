import { spawn } from 'node:child_process';

/** What one git command is told. */
export interface GitCommand {
  readonly args: readonly string[];
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers and no failures; 0 when absent. */
  readonly allowed?: readonly number[];
}

export interface GitOutput {
  readonly code: number;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Runs the system's git on a bare repository, apart from everybody's settings. Throws with its stderr when it fails. */
export const runGit = (gitDir: string, { args, input, env = {}, allowed = [0] }: GitCommand): Promise<GitOutput> =>
  new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', gitDir, ...args], { env: { ...process.env, ...quiet, ...env } });
    const chunks: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(chunks);
      if (code !== null && allowed.includes(code)) resolve({ code, bytes, text: bytes.toString() });
      else reject(new Error(`git ${args.join(' ')}: ${Buffer.concat(complaints).toString().trim()}`));
    });
    // A command that ends before it has read everything closes its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
