import { fence } from '@lineclear/core/plugin';
import { shortened } from '../../text/shortened.ts';
import type { GitHubReader } from '../client/github-reader.ts';

/** Who caused a run, and where its commit comes from. */
export interface RunOrigin {
  readonly event: string;
  readonly actor?: { readonly login: string } | null | undefined;
  readonly head_repository?: { readonly full_name: string } | null | undefined;
}

// What these run, and what they are called, comes from those who may write. The title of a run that somebody's pull request, issue or
// comment caused is that person's text, whoever the actor is.
const ownEvents = new Set([
  'push',
  'workflow_dispatch',
  'schedule',
  'repository_dispatch',
  'merge_group',
  'release',
  'pull_request',
]);

/** Whether the names in a run were given by somebody who may write to the repository. */
export const isTrustedRun = async ({
  run: { event, actor, head_repository: head },
  repository,
  reader,
  signal,
}: {
  run: RunOrigin;
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<boolean> =>
  ownEvents.has(event) &&
  head?.full_name.toLowerCase() === repository.toLowerCase() &&
  actor != null &&
  reader.writeAccess.mayWrite({ repository, login: actor.login, signal });

/** Writes names as one line each. Those of strangers are short, or withheld in a profile that is locked down. */
export const namesIn =
  ({ isTrusted, isLockedDown }: { isTrusted: boolean; isLockedDown: boolean }) =>
  (name: string): string => {
    if (!isTrusted && isLockedDown) return withheld;
    return shortened({ text: name.replaceAll(/\s+/g, ' '), longest: isTrusted ? 250 : 80 });
  };

/** Writes a text that a stranger may have written: in a fence, or withheld in a profile that is locked down. */
export const textsIn =
  ({ isTrusted, isLockedDown }: { isTrusted: boolean; isLockedDown: boolean }) =>
  (text: string): string => {
    if (text === '' || isTrusted) return text;
    return isLockedDown ? withheld : fence(text, { source: 'somebody who may not write to this repository', limit: 500 });
  };

/** In the place of what strangers wrote. */
export const withheld = '[withheld: by somebody who may not write to this repository, and this profile is locked down]';
