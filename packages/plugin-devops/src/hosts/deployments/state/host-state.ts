import { factsOf, asked, readRange } from '../../files/transfer.ts';
import type { ReadingTransfer } from '../../client/hosts-reader.ts';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { FileEntry } from 'ssh2';

/** An open file transfer of one host. */
export interface OpenTransfer<Transfer = ReadingTransfer> {
  readonly host: string;
  readonly transfer: Transfer;
  readonly signal: AbortSignal;
}

const linkNames = ['current', 'blue', 'green'] as const;
export type LinkName = (typeof linkNames)[number];

/** What a service is on one host, as its folders say. */
export interface HostState {
  /** What the links say, such as `releases/v4` or `blue`; empty where there is none. */
  readonly links: Readonly<Record<LinkName, string>>;
  /** What `current` said before its last change. */
  readonly previous: string;
  /** Who deploys there now, or did and never finished: the id of a plan and a time. */
  readonly lock: string | null;
  /** Releases that are there, the newest first; the time is null where no deployment of ours put it there. */
  readonly releases: readonly { readonly name: string; readonly unpackedAtS: number | null }[];
}

/** Reads it; `undefined` where the folder of the service is not there. */
export const readHostState = async ({ root, ...open }: OpenTransfer & { root: string }): Promise<HostState | undefined> => {
  const folder = await factsOf({ ...open, path: root });
  if (folder === undefined) return undefined;
  const [current, blue, green, previous] = await Promise.all([
    readLink({ ...open, path: `${root}/current` }),
    readLink({ ...open, path: `${root}/blue` }),
    readLink({ ...open, path: `${root}/green` }),
    readLink({ ...open, path: `${root}/.lineclear/previous` }),
  ]);
  return {
    links: { current, blue, green },
    previous,
    lock: await readLock({ ...open, root }),
    releases: await listReleases({ ...open, root }),
  };
};

/** A small text file of a host; `undefined` where it is not there. */
export const readText = async ({
  path,
  limitBytes,
  ...open
}: OpenTransfer & { path: string; limitBytes: number }): Promise<string | undefined> => {
  const facts = await factsOf({ ...open, path });
  if (facts === undefined || !facts.isFile()) return undefined;
  const offset = Math.max(0, facts.size - limitBytes);
  return (await readRange({ ...open, path, offset, length: facts.size - offset })).toString('utf8');
};

const readLink = async ({ transfer, path, ...open }: OpenTransfer & { path: string }): Promise<string> => {
  const facts = await factsOf({ ...open, transfer, path });
  if (facts === undefined) return '';
  if (!facts.isSymbolicLink()) {
    throw new LineclearError('conflict', `${quoted(path)} on the host ${quoted(open.host)} is no link.`, {
      hint: 'Deployments keep links there; ask the operator to move what is in their place.',
      details: { reason: 'no_link', path },
    });
  }
  return asked({ ...open, path, effect: 'none', ask: (done) => transfer.readlink(path, done) });
};

const readLock = async ({ root, ...open }: OpenTransfer & { root: string }): Promise<string | null> => {
  const path = `${root}/.lineclear/lock`;
  if ((await factsOf({ ...open, path })) === undefined) return null;
  const holder = await readText({ ...open, path: `${path}/holder`, limitBytes: 200 });
  return holder?.trim() || 'unknown';
};

const listReleases = async ({ root, ...open }: OpenTransfer & { root: string }): Promise<HostState['releases']> => {
  const [folders, manifests] = await Promise.all([
    listFolder({ ...open, path: `${root}/releases` }),
    listFolder({ ...open, path: `${root}/.lineclear/manifests` }),
  ]);
  const times = new Map(manifests.map(({ filename, attrs }) => [filename, attrs.mtime]));
  return folders
    .filter(({ filename }) => releaseName.test(filename))
    .map(({ filename: name }) => ({ name, unpackedAtS: times.get(name) ?? null }))
    .toSorted((one, other) => (other.unpackedAtS ?? 0) - (one.unpackedAtS ?? 0) || (one.name < other.name ? 1 : -1));
};

const listFolder = async ({ transfer, path, ...open }: OpenTransfer & { path: string }): Promise<readonly FileEntry[]> => {
  if ((await factsOf({ ...open, transfer, path })) === undefined) return [];
  return asked({ ...open, path, effect: 'none', ask: (done) => transfer.readdir(path, done) });
};

/** Which releases a deployment of another one removes, so that `keep` of them stay. */
export const removedBy = ({ state, keep, release }: { state: HostState; keep: number; release: string }): readonly string[] => {
  // What is live becomes the one to go back to; what that was before may go.
  const used = new Set(linkNames.map((name) => state.links[name].replace(/^releases\//, '')));
  return state.releases
    .filter(({ name, unpackedAtS }) => unpackedAtS !== null && name !== release)
    .slice(keep - 1)
    .map(({ name }) => name)
    .filter((name) => !used.has(name));
};

/** Names of releases: also what the script on a host takes for one. */
export const releaseName = /^\w[\w.-]{0,63}$/;

/** The release that a link leads to, over a slot or at once; empty where it leads to none. */
export const releaseOf = ({ links, link }: { links: HostState['links']; link: string }): string => {
  const next = link === 'current' && (links.current === 'blue' || links.current === 'green') ? links[links.current] : link;
  const text = next === 'current' || next === 'blue' || next === 'green' ? links[next] : next;
  return /^releases\/([^/]+)$/.exec(text)?.[1] ?? '';
};
