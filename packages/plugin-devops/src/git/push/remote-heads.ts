import type { Repository } from '../repository.ts';
import type { Destination } from './destination.ts';
import { name } from './destination.ts';

/** The branches of the remote and their commits, as it says now. */
export type RemoteHeads = ReadonlyMap<string, string>;

export const readRemoteHeads = async (request: { destination: Destination; signal: AbortSignal }): Promise<RemoteHeads> => {
  const { destination, signal } = request;
  const args = ['ls-remote', '--heads', '--quiet', name];
  const { text } = await destination.git({ args, signal, timeoutMs: 25_000, maxBytes: 32 << 20 });
  const lines = text.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{40,64})\trefs\/heads\/(.+)$/.exec(line);
    return match === null ? [] : [[match[2] ?? '', match[1] ?? ''] as const];
  });
  return new Map(lines);
};

/** Those of these commits that the repository has. */
export const knownCommits = async (request: {
  repository: Repository;
  ids: readonly string[];
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  const { repository, signal } = request;
  const ids = [...new Set(request.ids)];
  if (ids.length === 0) return [];
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const { text } = await repository.git({ args, stdin: `${ids.join('\n')}\n`, signal });
  return text.split('\n').flatMap((line) => (line.endsWith(' commit') ? [line.slice(0, -' commit'.length)] : []));
};

/** Whether everything of one commit is in the history of the other. */
export const isAncestor = async (request: {
  repository: Repository;
  ancestor: string;
  of: string;
  signal: AbortSignal;
}): Promise<boolean> => {
  const { repository, ancestor, of, signal } = request;
  return (await repository.git({ args: ['merge-base', '--is-ancestor', ancestor, of], signal, accept: [0, 1] })).exitCode === 0;
};
