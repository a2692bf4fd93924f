import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Clock, LineclearError, Secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Presented } from './credentials.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig-file.ts';

// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
const answer = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().nullish(),
    clientCertificateData: z.string().nullish(),
    clientKeyData: z.string().nullish(),
    expirationTimestamp: z.string().nullish(),
  }),
});

const run = promisify(execFile);
const timeoutMs = 30_000;
const maxBytes = 1 << 20;
/** So that a token does not expire on its way. */
const marginMs = 10_000;

/** The program of a kubeconfig that makes credentials, such as `aws eks get-token`. What it prints to stderr is shown to nobody. */
export class ExecPlugin {
  readonly #parts: { exec: ExecEntry; cluster: ClusterEntry; kubeconfig: Kubeconfig; clock: Clock };
  #known: { readonly presented: Promise<Presented>; untilMs: number } | undefined;

  constructor(parts: { exec: ExecEntry; cluster: ClusterEntry; kubeconfig: Kubeconfig; clock: Clock }) {
    if (parts.exec.interactiveMode === 'Always') throw failed(parts.exec, 'wants a terminal');
    this.#parts = parts;
  }

  /** The credential that it made last, or a new one where that has expired. Callers at the same time share one run. */
  async credential({ signal }: { signal: AbortSignal }): Promise<Presented> {
    signal.throwIfAborted();
    if (this.#known === undefined || this.#known.untilMs <= this.#parts.clock.now()) {
      const known: { presented: Promise<Presented>; untilMs: number } = {
        presented: this.#make((untilMs) => (known.untilMs = untilMs)),
        untilMs: Infinity,
      };
      this.#known = known;
      // A failure is told to those who wait for it, and tried again by the next.
      known.presented.catch(() => this.#forget(known));
    }
    return this.#known.presented;
  }

  forget(): boolean {
    this.#known = undefined;
    return true;
  }

  #forget(known: object): void {
    if (this.#known === known) this.#known = undefined;
  }

  async #make(onExpiry: (untilMs: number) => void): Promise<Presented> {
    const { exec } = this.#parts;
    const { status } = parse({ exec, text: await this.#run() });
    const { token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp } = status;
    const untilMs = Date.parse(expirationTimestamp ?? '');
    if (!Number.isNaN(untilMs)) onExpiry(untilMs - marginMs);
    if (token == null && certificate == null) throw failed(exec, 'gave neither a token nor a certificate');
    return {
      ...(token == null ? {} : { bearer: new Secret(token) }),
      ...(certificate == null ? {} : { certificate }),
      ...(key == null ? {} : { key: new Secret(key) }),
    };
  }

  async #run(): Promise<string> {
    const { exec, kubeconfig } = this.#parts;
    const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
    const env = { ...process.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(this.#info()) };
    // A bare name is looked up in PATH; a path is one from the kubeconfig's folder.
    const command = exec.command.includes('/') ? kubeconfig.resolve(exec.command) : exec.command;
    try {
      const { stdout } = await run(command, exec.args ?? [], {
        env,
        timeout: timeoutMs,
        maxBuffer: maxBytes,
        killSignal: 'SIGKILL',
      });
      return stdout;
    } catch (error) {
      throw failed(exec, whyNot(error));
    }
  }

  #info(): object {
    const { exec, cluster } = this.#parts;
    const data = cluster['certificate-authority-data'];
    const seen = {
      server: cluster.server,
      ...(data == null ? {} : { 'certificate-authority-data': data }),
      ...(cluster['tls-server-name'] == null ? {} : { 'tls-server-name': cluster['tls-server-name'] }),
    };
    const spec = { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: seen } : {}) };
    return { kind: 'ExecCredential', apiVersion: exec.apiVersion, spec };
  }
}

const parse = ({ exec, text }: { exec: ExecEntry; text: string }): z.output<typeof answer> => {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    throw failed(exec, 'printed something that is no ExecCredential');
  }
};

const whyNot = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  if ('killed' in error && error.killed === true) return `did not end within ${timeoutMs / 1_000} s`;
  if ('code' in error && typeof error.code === 'number') return `ended with exit code ${error.code}`;
  return 'code' in error ? `cannot be run (${String(error.code)})` : 'failed';
};

// Without a cause: the error of a program has its arguments and what it printed, which may be a token.
const failed = ({ command }: ExecEntry, what: string): LineclearError =>
  new LineclearError('unauthenticated', `The credential plugin ${JSON.stringify(command)} of the kubeconfig ${what}.`, {
    hint: 'Ask the operator to run it in a terminal, which shows what it wants: often a login has expired.',
    details: { reason: 'credential_plugin' },
  });
