import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FoundProfile, Secret } from '@lineclear/core/plugin';
import { readText } from '../clients/write-file.ts';
import { makePrivateFolder } from '../config/folders.ts';
import { isRecord } from '../config/shape.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';

/** A secret and the file that is to hold it alone. */
export interface SecretFile {
  readonly path: string;
  readonly secret: Secret;
}

type Profiles = Readonly<Record<string, FoundProfile>>;

/**
 * Replaces every secret among the profiles' settings by a reference to a file of its own, and says which files these have to be.
 * Nothing is written yet. A file that holds another secret already is not taken; one that holds the same is.
 */
export const planSecrets = async ({
  profiles,
  folder,
}: {
  profiles: Profiles;
  folder: string;
}): Promise<{ profiles: Profiles; files: readonly SecretFile[] }> => {
  const files: SecretFile[] = [];
  const taken = new Map<string, string>();

  const refer = async (secret: Secret, path: readonly string[]): Promise<string> => {
    const base = join(folder, path.join('-').replaceAll(/[^\w-]/g, '-'));
    for (let attempt = 1; ; attempt += 1) {
      const file = attempt === 1 ? base : `${base}-${attempt}`;
      const there = taken.get(file) ?? (await readText(file));
      if (there !== undefined && there !== textOf(secret)) continue;
      if (there === undefined) files.push({ path: file, secret });
      taken.set(file, textOf(secret));
      return reference(file);
    }
  };
  const replaced = async (value: unknown, path: readonly string[]): Promise<unknown> => {
    if (Secret.is(value)) return refer(value, path);
    if (Array.isArray(value)) return inTurn(value.map((part, index) => () => replaced(part, [...path, String(index)])));
    return isRecord(value) ? replacedEach(value, path) : value;
  };
  const replacedEach = async (value: Readonly<Record<string, unknown>>, path: readonly string[]) => {
    const keys = Object.keys(value);
    const values = await inTurn(keys.map((key) => () => replaced(value[key], [...path, key])));
    return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
  };

  const kept: Record<string, FoundProfile> = {};
  for (const [name, profile] of Object.entries(profiles)) {
    kept[name] = { ...profile, connections: await replacedEach(profile.connections, [name]) };
  }
  return { profiles: kept, files };
};

/** Writes them, each readable for its owner alone. */
export const writeSecrets = async (files: readonly SecretFile[]): Promise<void> => {
  for (const { path, secret } of files) {
    await makePrivateFolder(dirname(path));
    await writeFile(path, textOf(secret), { flag: 'wx', mode: 0o600 });
  }
};

// A reader takes one line end off.
const textOf = (secret: Secret): string => `${secret.reveal()}\n`;

const reference = (file: string): string => {
  if (!/["'}]/.test(file)) return `\${file:${file}}`;
  throw new ExitError({
    message: `The configuration cannot refer to ${file}: a quote or a brace in it would end the reference.`,
    hint: 'Set XDG_CONFIG_HOME to a folder without them.',
    exitCode: exitCodes.usage,
  });
};

// One after the other, so that two secrets never get the same file.
const inTurn = async (steps: readonly (() => Promise<unknown>)[]): Promise<unknown[]> => {
  const results: unknown[] = [];
  for (const step of steps) results.push(await step());
  return results;
};
