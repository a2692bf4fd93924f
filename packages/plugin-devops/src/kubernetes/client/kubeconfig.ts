import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { type ClusterEntry, kubeconfigFile, type UserEntry } from './kubeconfig-file.ts';

/** What a kubeconfig says of one context. */
export interface ContextEntry {
  readonly cluster: ClusterEntry;
  /** Empty where the context names none. */
  readonly user: UserEntry;
}

/** A kubeconfig file. It is read with the first question and never again: what was previewed stays what is written to. */
export class Kubeconfig {
  readonly #path: string;
  #reading: Promise<ReturnType<typeof parse>> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws `not_configured` where the file cannot be read or has no such context. Nothing of its content is in an error. */
  async context(name: string): Promise<ContextEntry> {
    this.#reading ??= this.#read();
    const { contexts, clusters, users } = await this.#reading;
    const context = contexts.get(name);
    if (context == null) throw unusable(`It has no context ${JSON.stringify(name)}.`, 'Correct contexts in the profile.');
    const cluster = clusters.get(context.cluster);
    if (cluster == null) throw unusable(`The context ${JSON.stringify(name)} names a cluster that it does not have.`);
    const user = context.user == null || context.user === '' ? {} : users.get(context.user);
    if (user == null) throw unusable(`The context ${JSON.stringify(name)} names a user that it does not have.`);
    return { cluster, user };
  }

  /** A path of the file, which it has relative to its own folder. */
  resolve(path: string): string {
    return isAbsolute(path) ? path : resolve(dirname(this.#path), path);
  }

  /** The bytes of an entry that is a file or base64 beside it; undefined where it has neither. */
  async content({
    file,
    data,
  }: {
    file: string | null | undefined;
    data: string | null | undefined;
  }): Promise<string | undefined> {
    if (data != null && data !== '') return Buffer.from(data, 'base64').toString('utf8');
    return file == null || file === '' ? undefined : readText(this.resolve(file));
  }

  async #read(): Promise<ReturnType<typeof parse>> {
    const { parse: parseYaml } = await import('yaml');
    const text = await readText(this.#path);
    try {
      return parse(parseYaml(text));
    } catch (cause) {
      if (LineclearError.is(cause)) throw cause;
      throw unusable('It is not YAML.', undefined, cause);
    }
  }
}

const parse = (content: unknown) => {
  const parsed = kubeconfigFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw unusable(`It does not fit at ${JSON.stringify(place.slice(0, 100))}.`);
};

/** The text of a file that the kubeconfig is or names; `not_configured` without its content where that fails. */
export const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw unusable(`${JSON.stringify(path)} cannot be read (${errno}).`, undefined, cause);
  }
};

const unusable = (what: string, hint?: string, cause?: unknown): LineclearError =>
  new LineclearError('not_configured', `The kubeconfig of this profile cannot be used. ${what}`, {
    hint: hint ?? 'Ask the operator to correct the kubeconfig, then to start the server again.',
    details: { reason: 'kubeconfig' },
    cause,
  });
