import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostCall } from '../client/hosts.ts';
import type { HostsWriter } from '../client/hosts-writer.ts';
import type { Payload } from './local-file.ts';
import { remoteDigest } from './remote-digest.ts';
import { checkOpen } from './open-file.ts';
import { findPlace } from './remote-place.ts';
import { draftPath, placeDraft, removeDraft, writeDraft } from './write-file.ts';

/** What the preview of an upload found at the place. */
export interface UploadGuard {
  readonly real: string;
  readonly before: { readonly bytes: number; readonly sha256: string; readonly modified_s: number } | null;
}

/**
 * Sends a file to its place: under another name, proved by its digest on the host, then renamed. When anything fails before the rename,
 * nothing changed under the name; the other name is removed, over a new connection if need be.
 */
export const upload = async ({
  writer,
  payload,
  path,
  roots,
  guard,
  mode,
  planId,
  progress,
  ...call
}: HostCall & {
  writer: HostsWriter;
  payload: Payload;
  path: string;
  roots: readonly string[];
  guard: UploadGuard;
  mode: number;
  planId: string;
  progress: (sentBytes: number) => void;
}): Promise<void> => {
  const { host, signal } = call;
  const draft = draftPath({ path: guard.real, planId });
  try {
    const transfer = await writer.transfer(call);
    try {
      await checkPlace({ host, signal, transfer, path, roots, guard });
      await writeDraft({
        host,
        signal,
        transfer,
        path: draft,
        payload,
        mode,
        progress,
        // A link that was put into the place of a folder got a file without content.
        opened: async (handle) => void (await checkOpen({ host, signal, transfer, path: draft, handle })),
      });
      const arrived = await remoteDigest({ reader: writer.reader, ...call, path: draft });
      if (arrived !== payload.sha256) throw damaged({ host, path });
      // Sending may have taken long: what is there now has to be what was previewed, and no link.
      await checkPlace({ host, signal, transfer, path, roots, guard });
      await placeDraft({ host, signal, transfer, from: draft, path: guard.real, replaces: guard.before !== null });
    } finally {
      transfer.end();
    }
  } catch (error) {
    await discard({ writer, host, state: call.state, path: draft });
    throw error;
  }
};

const checkPlace = async ({ guard, ...file }: Parameters<typeof findPlace>[0] & { guard: UploadGuard }): Promise<void> => {
  const { real, facts } = await findPlace(file);
  const isSame =
    real === guard.real &&
    (guard.before === null ? facts === undefined : facts?.size === guard.before.bytes && facts.mtime === guard.before.modified_s);
  if (isSame) return;
  throw new LineclearError(
    'conflict',
    `${quoted(file.path)} on the host ${quoted(file.host)} changed since the preview; nothing was replaced.`,
    {
      hint: 'Look at it, then preview again.',
      details: { reason: 'content_changed', host: file.host, path: file.path },
      effect: 'none',
    },
  );
};

const discard = async ({ writer, ...file }: Omit<HostCall, 'signal'> & { writer: HostsWriter; path: string }): Promise<void> => {
  const signal = AbortSignal.timeout(discardMs);
  try {
    const transfer = await writer.transfer({ ...file, signal });
    await removeDraft({ ...file, signal, transfer });
    transfer.end();
  } catch {
    // The host is away. What is left there is hidden, and of nobody's use.
  }
};

const discardMs = 5_000;

const damaged = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError(
    'upstream_error',
    `What arrived of ${quoted(path)} on the host ${quoted(host)} is not what was sent; it was removed.`,
    {
      hint: 'Its disk may be full or broken: look at host_metrics.',
      details: { reason: 'digest_differs', host, path },
      effect: 'none',
    },
  );
