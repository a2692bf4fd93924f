import { LineclearError } from '@lineclear/core/plugin';
import type { Principal } from '@lineclear/core/plugin';
import { draftTree } from './draft-tree.ts';
import type { Repository } from './repository.ts';

/** Who a commit names as author and committer. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  readonly source: 'git' | 'principal';
}

/** What a preview promised; the commit is made from exactly this. */
export interface CommitGuard {
  /** The ref that moves, or `HEAD` while it is detached. */
  readonly branch: string;
  /** Empty before the first commit. */
  readonly head: string;
  readonly tree: string;
}

/** Where the head is: the ref it names and the commit it means. */
export const readHead = async ({ repository, signal }: { repository: Repository; signal: AbortSignal }) => {
  const [ref, commit] = await Promise.all([
    repository.git({ args: ['symbolic-ref', '--quiet', 'HEAD'], signal, accept: [0, 1] }),
    repository.git({ args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal, accept: [0, 1, 128] }),
  ]);
  return { branch: ref.exitCode === 0 ? ref.text.trim() : 'HEAD', head: commit.exitCode === 0 ? commit.text.trim() : '' };
};

/** The identity of the git configuration; without one, the principal's id. */
export const readIdentity = async (request: {
  repository: Repository;
  principal: Principal;
  signal: AbortSignal;
}): Promise<Identity> => {
  const { repository, principal, signal } = request;
  const read = async (key: string) =>
    (await repository.git({ args: ['config', '--get', key], signal, accept: [0, 1] })).text.trim();
  const [name, email] = await Promise.all([read('user.name'), read('user.email')]);
  if (name !== '' && email !== '') return { name, email, source: 'git' };
  const plain = principal.id.replaceAll(/[\0-\x20<>\x7f]+/g, ' ').trim() || 'unknown';
  return { name: plain, email: `${plain.replaceAll(/[^\w.+-]+/g, '-')}@localhost`, source: 'principal' };
};

/**
 * Commits exactly the promised tree on exactly the promised head, in three steps that each either happen or do not: objects, the ref
 * (compare-and-set), the index entries of named paths. No hook runs. The key goes into the reflog, where {@link wasCommitted} finds it.
 */
export const commit = async (request: {
  repository: Repository;
  guard: CommitGuard;
  message: string;
  paths: readonly string[] | undefined;
  identity: Identity;
  idempotencyKey: string;
  step: (name: string) => void;
  signal: AbortSignal;
}): Promise<string> => {
  const { repository, guard, message, paths, identity, idempotencyKey, step, signal } = request;
  await using draft = await draftTree({ repository, head: guard.head || undefined, paths, keepObjects: true, signal });
  if (draft.tree !== guard.tree) throw moved('The files changed since the preview; nothing was committed.');
  const parents = guard.head === '' ? [] : ['-p', guard.head];
  const made = await repository.git({
    args: ['commit-tree', guard.tree, ...parents, '-F', '-'],
    stdin: message,
    env: identityEnvironment(identity),
    signal,
  });
  const id = made.text.trim();
  await moveHead({ repository, guard, id, identity, note: reflogNote({ idempotencyKey, message }), signal });
  step('commit');
  if (paths !== undefined) {
    await updateIndex({ repository, before: guard.head || emptyTree(guard.tree), after: guard.tree, signal });
    step('index');
  }
  return id;
};

/** Whether the head was ever moved under this key. */
export const wasCommitted = async (request: {
  repository: Repository;
  idempotencyKey: string;
  signal: AbortSignal;
}): Promise<boolean> => {
  const { repository, idempotencyKey, signal } = request;
  const args = ['log', '--walk-reflogs', '--no-show-signature', '--no-mailmap', '--max-count=200', '--format=%gs', 'HEAD', '--'];
  const { text } = await repository.git({ args, signal, accept: [0, 128] });
  return text.split('\n').some((line) => line.startsWith(reflogNote({ idempotencyKey, message: '' })));
};

const reflogNote = ({ idempotencyKey, message }: { idempotencyKey: string; message: string }): string =>
  `commit (lineclear ${idempotencyKey}): ${message.split('\n')[0] ?? ''}`;

const identityEnvironment = ({ name, email }: Identity): Record<string, string> => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
});

const moveHead = async (request: {
  repository: Repository;
  guard: CommitGuard;
  id: string;
  identity: Identity;
  note: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, guard, id, identity, note, signal } = request;
  const { branch } = await readHead({ repository, signal });
  if (branch !== guard.branch) throw moved('Another branch was checked out since the preview; nothing was committed.');
  const expected = guard.head === '' ? '0'.repeat(id.length) : guard.head;
  const args = ['update-ref', '-m', note, 'HEAD', id, expected];
  try {
    await repository.git({ args, env: identityEnvironment(identity), signal });
  } catch (error) {
    // Whatever git refuses here, the ref did not move.
    if (LineclearError.is(error) && error.code === 'upstream_error')
      throw moved('The branch moved since the preview; nothing was committed.');
    throw error;
  }
};

/** Makes the index agree with a tree wherever that differs from another one, as `git commit -- paths` does for the committed paths. */
export const updateIndex = async (request: {
  repository: Repository;
  before: string;
  after: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, before, after, signal } = request;
  const { text } = await repository.git({ args: ['diff-tree', '-r', '-z', '--no-renames', before, after], signal });
  const fields = text.split('\0');
  const entries = fields.flatMap((field, index) => {
    const match = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(field);
    return match === null ? [] : [`${match[1]} ${match[2]}\t${fields[index + 1] ?? ''}`];
  });
  await repository.git({ args: ['update-index', '-z', '--index-info'], stdin: `${entries.join('\0')}\0`, signal });
};

/** The name of the tree without files, in the same kind of hash; git knows it without storing it. */
export const emptyTree = (other: string): string =>
  other.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const moved = (message: string): LineclearError =>
  new LineclearError('conflict', message, {
    hint: 'Preview again to see what would be committed now.',
    details: { reason: 'repository_changed' },
    effect: 'none',
  });
