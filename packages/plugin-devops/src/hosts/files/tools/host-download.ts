import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { changedSince, download } from '../download.ts';
import { confineLocal, filePayload, localPath, mostFileBytes, tooLarge } from '../local-file.ts';
import { openFile } from '../open-file.ts';
import { remoteDigest } from '../remote-digest.ts';
import { findPlace, noSuchFile, remotePath } from '../remote-place.ts';

export const hostDownload = hosts.write({
  name: 'host_download',
  title: 'Download a file',
  toolset: 'hosts',
  risk: 'additive',
  description: 'Save a file of a host on this machine, where none is yet. Use host_file_read to read a text without saving it.',
  input: z.strictObject({
    host: hostField,
    path: remotePath.describe('Below the folders of the host, such as /srv/app/dump.sql.'),
    to: localPath.describe('Where, below the folders for files of hosts, such as dumps/dump.sql.'),
  }),
  output: z.object({ host: z.string(), path: z.string(), saved_as: z.string(), bytes: z.int(), sha256: z.string() }),
  deadlineMs: 900_000,
  classify: ({ input }) => ({ class: 'files', target: input.host }),
  preview: async ({ input: { host, path, to }, reader, profile, state, signal }) => {
    const location = await (await confineLocal(reader.localFolders)).locate({ path: to, last: 'keep' });
    const target = await shownTarget({ reader, profile, host, state, signal });
    const transfer = await reader.transfer({ host, state, signal });
    try {
      const { real, facts: judged } = await findPlace({ transfer, host, signal, path, roots: reader.find(host).files });
      if (judged === undefined) throw noSuchFile({ host, path });
      using file = await openFile({ transfer, host, signal, path: real, judged });
      const { facts } = file;
      if (facts.size > mostFileBytes) throw tooLarge(facts.size);
      const sha256 = await remoteDigest({ reader, host, path: real, state, signal });
      await file.check();
      return {
        description: `Save ${quoted(real)}, ${facts.size} bytes on ${target.place}, as ${quoted(location.shown)} on this machine.`,
        guard: { ...target.guard, real, bytes: facts.size, sha256, saved_as: location.shown, exists: location.exists },
        details: {
          ...target.details,
          path,
          real_path: real,
          to: location.real,
          asked_for: to,
          bytes: facts.size,
          sha256,
          reversible: true,
          undo: `delete ${JSON.stringify(location.real)} on this machine`,
        },
        ...(location.exists && { refusal: exists(location.shown) }),
      };
    } finally {
      transfer.end();
    }
  },
  execute: async ({ input: { host, path, to }, guard, writer, progress, state, signal }) => {
    const location = await (await confineLocal(writer.reader.localFolders)).locate({ path: to, last: 'keep' });
    if (location.shown !== guard.saved_as || location.exists) throw exists(location.shown);
    const transfer = await writer.reader.transfer({ host, state, signal });
    try {
      const { bytes, sha256 } = guard;
      const { real, facts } = await findPlace({ transfer, host, signal, path, roots: writer.reader.find(host).files });
      if (facts?.size !== bytes || real !== guard.real) throw changedSince({ host, path });
      using source = await openFile({ transfer, host, signal, path: real, judged: facts });
      await download({
        source,
        host,
        path,
        bytes,
        sha256,
        location,
        progress: (received) => progress({ progress: received, total: bytes }),
      });
    } finally {
      transfer.end();
    }
    return resultOf({ host, guard });
  },
  reconcile: async ({ input: { host, to }, guard, reader }) => {
    const { exists: isThere } = await (await confineLocal(reader.localFolders)).locate({ path: to, last: 'keep' });
    if (!isThere) return 'failed';
    await using saved = await filePayload({ path: to, folders: reader.localFolders });
    return saved.sha256 === guard.sha256 ? { result: resultOf({ host, guard }) } : 'unknown';
  },
});

const resultOf = ({
  host,
  guard,
}: {
  host: string;
  guard: { readonly real: string; readonly saved_as: string; readonly bytes: number; readonly sha256: string };
}) => ({ host, path: guard.real, saved_as: guard.saved_as, bytes: guard.bytes, sha256: guard.sha256 });

const exists = (shown: string): LineclearError =>
  new LineclearError('conflict', `${quoted(shown)} exists already on this machine.`, {
    hint: 'Save it under another name.',
    details: { reason: 'exists' },
    effect: 'none',
  });
