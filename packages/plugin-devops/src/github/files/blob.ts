import { createHash } from 'node:crypto';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/git/blobs#get-a-blob */
const blobAnswer = z.object({ content: z.string(), encoding: z.string() });

const mostBytes = 10_000_000;

/** The bytes of a file by the id of its content; `unsupported` where they are too many for one answer. */
export const readBlob = async (request: {
  reader: GitHubReader;
  repository: string;
  sha: string;
  bytes: number;
  signal: AbortSignal;
}): Promise<Buffer> => {
  const { reader, repository, sha, bytes, signal } = request;
  if (bytes > mostBytes) throw tooLarge(bytes);
  const path = '/git/blobs/{file_sha}';
  const { content, encoding } = await reader.get({ repository, path, values: { file_sha: sha }, schema: blobAnswer, signal });
  return Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
};

/** The id that git gives to a content. */
export const blobId = (content: string): string => {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
};

const tooLarge = (bytes: number): LineclearError =>
  new LineclearError('unsupported', `The file has ${bytes} bytes, which are too many to be fetched in one piece.`, {
    hint: 'Work on it in a clone of the repository, with git_show and git_push.',
    details: { reason: 'too_large', bytes },
  });
