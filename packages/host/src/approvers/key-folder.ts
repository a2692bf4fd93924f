import { createPublicKey } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Approver } from '@lineclear/core';
import { makePrivateFolder } from '../config/folders.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { KeyFiles } from './key-file.ts';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

/** Throws unless the name can be a file's name and be read aloud. */
export const checkApproverName = (name: string): void => {
  if (namePattern.test(name)) return;
  throw new ExitError({
    message: `"${name}" cannot be an approver's name.`,
    hint: 'Use letters, digits, ".", "_", "@" and "-", at most 64, beginning with a letter or a digit.',
    exitCode: exitCodes.usage,
  });
};

/** The public keys in a folder, by name. Files that are no Ed25519 key are left out. */
export const loadApprovers = async (folder: string): Promise<readonly Approver[]> => {
  const names = (await filesOf(folder)).filter((file) => file.endsWith('.pub')).map((file) => file.slice(0, -4));
  const approvers = await Promise.all(
    names
      .filter((name) => namePattern.test(name))
      .map(async (name) => ({ name, publicKey: await readFile(publicPath({ folder, name }), 'utf8') })),
  );
  return approvers.filter(({ publicKey }) => isEd25519(publicKey)).toSorted((left, right) => left.name.localeCompare(right.name));
};

/** Writes a new approver's key; an existing name is refused. */
export const saveApprover = async ({ folder, name, files }: { folder: string; name: string; files: KeyFiles }): Promise<void> => {
  await makePrivateFolder(folder);
  await writeFile(privatePath({ folder, name }), files.privateFile, { mode: 0o600, flag: 'wx' });
  await writeFile(publicPath({ folder, name }), files.publicKey, { mode: 0o644, flag: 'wx' });
};

/** The private file's text, or `undefined` when that approver's key is not on this machine. */
export const readPrivateFile = async ({ folder, name }: { folder: string; name: string }): Promise<string | undefined> => {
  try {
    return await readFile(privatePath({ folder, name }), 'utf8');
  } catch {
    return undefined;
  }
};

/** Names whose private half is on this machine. */
export const ownApprovers = async (folder: string): Promise<readonly string[]> =>
  (await filesOf(folder))
    .filter((file) => file.endsWith('.key'))
    .map((file) => file.slice(0, -4))
    .toSorted();

/** True when there was such an approver; both halves are deleted. */
export const removeApprover = async ({ folder, name }: { folder: string; name: string }): Promise<boolean> => {
  const before = await filesOf(folder);
  await rm(publicPath({ folder, name }), { force: true });
  await rm(privatePath({ folder, name }), { force: true });
  return before.includes(`${name}.pub`) || before.includes(`${name}.key`);
};

const privatePath = ({ folder, name }: { folder: string; name: string }): string => join(folder, `${name}.key`);
const publicPath = ({ folder, name }: { folder: string; name: string }): string => join(folder, `${name}.pub`);

const filesOf = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
};

const isEd25519 = (publicKey: string): boolean => {
  try {
    return createPublicKey(publicKey).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
};
