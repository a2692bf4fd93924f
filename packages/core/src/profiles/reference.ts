import { LineclearError } from '../plugin/errors.ts';
import type { JsonValue } from '../plugin/json.ts';
import { splitReferences, type Reference } from './reference-syntax.ts';
import { splitWords } from './split-words.ts';
import type { ConfigIssue } from './types.ts';

/** How references reach the outside. `readFile` and `run` reject when there is nothing to read. */
export interface ReferenceSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string>;
  /** Standard output of a program, started without a shell. */
  readonly run: (argv: readonly string[], options: { readonly timeoutMs: number }) => Promise<string>;
}

/**
 * Replaces `${env:NAME}`, `${file:/path}` and `${command:program argument …}` in every text inside a JSON value; `$${` means `${`.
 * `secrets` are the clear texts they stood for. What cannot be read becomes an issue that names the reference, never a value.
 */
export const resolveReferences = async ({
  value,
  ...sources
}: ReferenceSources & { value: JsonValue }): Promise<{ value: JsonValue; secrets: string[]; issues: ConfigIssue[] }> => {
  const resolution = new Resolution(sources);
  const resolved = await resolution.value(value, []);
  return { value: resolved, secrets: [...resolution.secrets], issues: resolution.issues.toSorted(byPath) };
};

const commandTimeoutMs = 10_000;

class Resolution {
  readonly secrets = new Set<string>();
  readonly issues: ConfigIssue[] = [];
  readonly #sources: ReferenceSources;
  // A command that asks a password manager must ask once, however often it is written.
  readonly #read = new Map<string, Promise<string>>();

  constructor(sources: ReferenceSources) {
    this.#sources = sources;
  }

  async value(value: JsonValue, path: readonly (string | number)[]): Promise<JsonValue> {
    if (typeof value === 'string') return this.#text(value, path);
    if (Array.isArray(value)) return Promise.all(value.map((part, index) => this.value(part, [...path, index])));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, part]) => [key, await this.value(part, [...path, key])] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async #text(text: string, path: readonly (string | number)[]): Promise<string> {
    if (!text.includes('${')) return text;
    const parts = splitReferences(text).map(async (part) => {
      if (typeof part === 'string') return part;
      try {
        const secret = await this.#once(part);
        this.secrets.add(secret);
        return secret;
      } catch (error) {
        this.issues.push({ path, ...explain({ reference: part, error }) });
        return '';
      }
    });
    return (await Promise.all(parts)).join('');
  }

  #once(reference: Reference): Promise<string> {
    const known = this.#read.get(reference.text);
    if (known !== undefined) return known;
    const reading = this.#resolve(reference);
    this.#read.set(reference.text, reading);
    return reading;
  }

  async #resolve({ kind, argument }: Reference): Promise<string> {
    if (kind === 'env') return filled(this.#sources.env[argument]);
    if (kind === 'file') return filled(withoutLineEnd(await this.#sources.readFile(argument)));
    if (kind === 'command') {
      return filled(withoutLineEnd(await this.#sources.run(splitWords(argument), { timeoutMs: commandTimeoutMs })));
    }
    throw new LineclearError('invalid_input', 'This is no reference.');
  }
}

const filled = (text: string | undefined): string => {
  if (text === undefined || text === '') throw new LineclearError('not_found', 'There is nothing.');
  return text;
};

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

// Neither what a program printed nor the text around a reference is told: both may be a secret.
const explain = ({ reference, error }: { reference: Reference; error: unknown }): { message: string; hint: string } => {
  const { kind, argument } = reference;
  switch (kind) {
    case 'env':
      return {
        message: `The environment variable ${argument} is not set, or is empty.`,
        hint: `Set ${argument}, or name another variable.`,
      };
    case 'file':
      return {
        message: `The file ${argument} cannot be read, or is empty${codeOf(error)}.`,
        hint: 'Create the file and make it readable for this user, or name another.',
      };
    case 'command':
      return {
        message: `The command ${splitWords(argument)[0]} failed, or printed nothing${codeOf(error)}.`,
        hint: 'Run it in a terminal: it gets 10 s and no shell, and has to print the secret alone.',
      };
    default:
      return {
        message: 'A "${" here does not begin a reference.',
        hint: 'Write ${env:NAME}, ${file:/path} or ${command:program argument}; $${ stands for a literal ${.',
      };
  }
};

const codeOf = (error: unknown): string => {
  if (LineclearError.is(error)) return '';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? ` (${code})` : '';
};

const byPath = (one: ConfigIssue, other: ConfigIssue): number => one.path.join('.').localeCompare(other.path.join('.'));
