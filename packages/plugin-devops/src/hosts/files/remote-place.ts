import { posix } from 'node:path';
import { isShownWhole, LineclearError, quoted } from '@lineclear/core/plugin';
import type { Stats } from 'ssh2';
import { shapedText } from '../../text/shaped-text.ts';
import { factsOf, realPathOf, type RemoteFile } from './transfer.ts';

/** A file of a host as callers name it: absolute, and without detours. */
export const remotePath = shapedText({
  pattern: /^\/(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\0\n\r]*[^/\0\n\r]$/,
  longest: 4_096,
  error: 'use an absolute path without "." and ".."',
}).refine(isShownWhole, 'Has characters that are not shown.');

/** A place below a folder that the settings of a host name. */
export interface RemotePlace {
  /** Free of links. */
  readonly real: string;
  /** The regular file that is there; undefined where nothing is. */
  readonly facts: Stats | undefined;
}

/**
 * Finds the place of a path below the folders that tools may use, whatever links lead there, and refuses every other. The last name is
 * no link, and what is there is a regular file.
 */
export const findPlace = async ({ roots, ...file }: RemoteFile & { roots: readonly string[] }): Promise<RemotePlace> => {
  const { host, path } = file;
  if (!roots.some((root) => path !== root && holds(root, path))) throw outside({ host, path, roots });
  const realRoots = await Promise.all(roots.map((root) => realPathOf({ ...file, path: root })));
  const folder = posix.dirname(path);
  const realFolder = await realPathOf({ ...file, path: folder });
  const folderFacts = realFolder === undefined ? undefined : await factsOf({ ...file, path: realFolder });
  if (realFolder === undefined || folderFacts?.isDirectory() !== true) {
    throw refusal({ code: 'not_found', reason: 'no_such_folder', host, path, problem: 'is in a folder that does not exist' });
  }
  // A link may lead out of the folders; where it leads is not told.
  if (!realRoots.some((root) => root !== undefined && holds(root, realFolder))) throw outside({ host, path, roots });
  const real = posix.join(realFolder, posix.basename(path));
  const facts = await factsOf({ ...file, path: real });
  if (facts?.isSymbolicLink() === true) {
    throw refusal({ code: 'forbidden', reason: 'is_link', host, path, problem: 'is a symbolic link' });
  }
  if (facts !== undefined && !facts.isFile()) {
    throw refusal({ code: 'invalid_input', reason: 'not_regular', host, path, problem: 'is no regular file' });
  }
  return { real, facts };
};

const holds = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

const refusal = ({
  code,
  reason,
  host,
  path,
  problem,
}: {
  code: 'forbidden' | 'invalid_input' | 'not_found';
  reason: string;
  host: string;
  path: string;
  problem: string;
}): LineclearError =>
  new LineclearError(code, `${quoted(path)} on the host ${quoted(host)} ${problem}.`, {
    details: { reason, host, path },
    effect: 'none',
  });

/** A file that has to be there and is not. */
export const noSuchFile = ({ host, path }: { host: string; path: string }): LineclearError =>
  refusal({ code: 'not_found', reason: 'no_such_file', host, path, problem: 'does not exist' });

const outside = ({ host, path, roots }: { host: string; path: string; roots: readonly string[] }): LineclearError =>
  new LineclearError(
    'forbidden',
    `${quoted(path)} is, or leads, outside the folders that tools may use on the host ${quoted(host)}.`,
    {
      hint:
        roots.length === 0
          ? 'Ask the operator to name folders in files of the host.'
          : `Use a path below ${roots.slice(0, 5).map(quoted).join(' or ')}.`,
      details: { reason: 'outside_roots', host, roots },
      effect: 'none',
    },
  );
