import { createHash } from 'node:crypto';
import { chmod, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { readText } from '../clients/write-file.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import { commandOf, type HostSpec } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Folders, makePrivateFolder } from './folders.ts';

/** `changed`: the user trusted another text at this place. */
export type Verdict = 'trusted' | 'changed' | 'unknown';

/**
 * The configurations that count where they were merely found in the current folder. Each is known by its place and the digest of its
 * text: a pull that changes it asks the user again.
 */
export class TrustedConfigs {
  readonly #file: string;

  constructor({ trustFile }: Pick<Folders, 'trustFile'>) {
    this.#file = trustFile;
  }

  async judge({ path, text }: { path: string; text: string }): Promise<Verdict> {
    const digest = (await this.#read())[await placeOf(path)];
    if (digest === undefined) return 'unknown';
    return digest === digestOf(text) ? 'trusted' : 'changed';
  }

  async trust({ path, text }: { path: string; text: string }): Promise<void> {
    await this.#write({ ...(await this.#read()), [await placeOf(path)]: digestOf(text) });
  }

  /** False where it was not trusted. The file itself may be gone. */
  async forget(path: string): Promise<boolean> {
    const { [await placeOf(path)]: known, ...others } = await this.#read();
    if (known !== undefined) await this.#write(others);
    return known !== undefined;
  }

  // What cannot be read trusts nobody.
  async #read(): Promise<Readonly<Record<string, string>>> {
    try {
      return trustFile.parse(JSON.parse((await readText(this.#file)) ?? '{}'));
    } catch {
      return {};
    }
  }

  async #write(trusted: Readonly<Record<string, string>>): Promise<void> {
    await makePrivateFolder(dirname(this.#file));
    const draft = `${this.#file}.${process.pid}.new`;
    try {
      await writeFile(draft, `${JSON.stringify(trusted, undefined, 2)}\n`, { mode: 0o600 });
      await chmod(draft, 0o600);
      await rename(draft, this.#file);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

/** Ends with the command that would change it, unless the user trusts this text at this place. */
export const requireTrust = async ({
  path,
  text,
  folders,
  spec,
  surroundings,
}: {
  path: string;
  text: string;
  folders: Folders;
  spec: HostSpec;
  surroundings: Surroundings;
}): Promise<void> => {
  const verdict = await new TrustedConfigs(folders).judge({ path, text });
  if (verdict === 'trusted') return;
  const command = `${commandOf({ spec, surroundings })} config trust ${/\s/.test(path) ? `"${path}"` : path}`;
  throw new ExitError({
    message:
      verdict === 'changed'
        ? `${path} changed since you trusted it; nothing was started.`
        : `${path} lies in the current folder, and you have not trusted it; nothing was started.`,
    hint: `It names backends, programs and secrets. Read it, then run: ${command}`,
    exitCode: exitCodes.config,
  });
};

// Of the folder the real path, of the file its name there: a link to a trusted file would give its relative paths another meaning.
const placeOf = async (path: string): Promise<string> => {
  const folder = dirname(resolve(path));
  return join(await realpath(folder).catch(() => folder), basename(path));
};

const trustFile = z.record(z.string(), z.string());

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
