import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type Finding, findSecrets } from '../../secrets/find-secrets.ts';
import { decodeText } from '../../text/encoding.ts';
import { toLines } from '../../text/lines.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import { blobId, readBlob } from './blob.ts';
import { wholeDiff } from './whole-diff.ts';
import type { FindEntry, TreeEntry } from './tree.ts';

/** An input field for what a file is to hold. */
export const fileContent = z
  .string()
  .refine((text) => text.length <= 100_000, 'Use at most 100,000 characters.')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Not text.')
  .nullable()
  .describe('The whole text; null deletes the file.');

/** What one file of a commit was and becomes. */
export interface FileChange {
  readonly path: string;
  /** Null where the file goes. */
  readonly content: string | null;
  readonly before: TreeEntry | undefined;
  readonly patch: string;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly isWorkflow: boolean;
  readonly refusal: LineclearError | undefined;
}

/** Compares what is to be written with what is there. */
export const previewFile = async (request: {
  reader: GitHubReader;
  repository: string;
  path: string;
  content: string | null;
  /** Undefined where the repository is empty. */
  find: FindEntry | undefined;
  signal: AbortSignal;
}): Promise<FileChange> => {
  const { reader, repository, path, content, find, signal } = request;
  const before = await find?.(path);
  const refusal = refusalFor({ path, content, before }) ?? (await fileInTheWay({ path, find }));
  const isFile = before !== undefined && refusal === undefined;
  const bytes = isFile ? await readBlob({ reader, repository, sha: before.sha, bytes: before.size ?? 0, signal }) : undefined;
  const text = bytes === undefined ? '' : decodeText(bytes)?.text;
  const known = new Set(toLines(text ?? ''));
  const lines = toLines(content ?? '').map((line, index) => ({ line: index + 1, text: line }));
  const isWorkflow = /^\.github\/workflows\//i.test(path);
  return {
    path,
    content,
    before,
    patch: wholeDiff({ before: text ?? '', after: content ?? '', name: path }),
    findings: findSecrets({ path, lines: lines.filter((line) => !known.has(line.text)) }),
    warnings: [
      ...(text === undefined ? [`${quoted(path)} is not text now: what it holds is not shown.`] : []),
      ...(isWorkflow ? [`${quoted(path)} is a workflow: it runs with the secrets of the repository.`] : []),
    ],
    isWorkflow,
    refusal,
  };
};

const refusalFor = (request: {
  path: string;
  content: string | null;
  before: TreeEntry | undefined;
}): LineclearError | undefined => {
  const { path, content, before } = request;
  if (before === undefined) {
    if (content !== null) return undefined;
    return new LineclearError('not_found', `There is no file ${quoted(path)} to delete.`, {
      hint: 'github_file_get shows what is in a folder.',
      details: { reason: 'path' },
      effect: 'none',
    });
  }
  if (before.type !== 'blob' || before.mode === '120000') {
    return inTheWay({ path, what: before.type === 'tree' ? 'a folder' : before.type === 'commit' ? 'a submodule' : 'a link' });
  }
  if (content === null || blobId(content) !== before.sha) return undefined;
  return new LineclearError('conflict', `${quoted(path)} has this content already.`, {
    hint: 'Leave it out: there is nothing to commit.',
    details: { reason: 'no_change' },
    effect: 'none',
  });
};

// git would put a folder into the place of that file, and the file would be gone.
const fileInTheWay = async ({
  path,
  find,
}: {
  path: string;
  find: FindEntry | undefined;
}): Promise<LineclearError | undefined> => {
  const names = path.split('/');
  for (let length = 1; length < names.length; length += 1) {
    const folder = names.slice(0, length).join('/');
    // oxlint-disable-next-line no-await-in-loop -- the first one in the way is named
    const found = await find?.(folder);
    if (found === undefined) return undefined;
    if (found.type !== 'tree') return inTheWay({ path: folder, what: 'no folder' });
  }
  return undefined;
};

const inTheWay = ({ path, what }: { path: string; what: string }): LineclearError =>
  new LineclearError('conflict', `${quoted(path)} is ${what}.`, {
    hint: 'Choose another path, or change this one in a clone with git.',
    details: { reason: 'not_a_file' },
    effect: 'none',
  });
