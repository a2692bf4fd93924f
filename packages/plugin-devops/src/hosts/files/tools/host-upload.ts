import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { hiddenText } from '../../../text/hidden-text.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { shapedText } from '../../../text/shaped-text.ts';
import { describeChange } from '../file-change.ts';
import { filePayload, type LocalFolders, localPath, type Payload, textPayload } from '../local-file.ts';
import { openFile } from '../open-file.ts';
import { remoteDigest } from '../remote-digest.ts';
import { findPlace, remotePath } from '../remote-place.ts';
import { upload } from '../upload.ts';

export const hostUpload = hosts.write({
  name: 'host_upload',
  title: 'Upload a file',
  toolset: 'hosts',
  risk: 'destructive',
  description:
    'Write a file on a host: a text, or a file of this machine. It appears whole or not at all. Use host_file_read to see it.',
  input: z
    .strictObject({
      host: hostField,
      path: remotePath.describe('Below the folders of the host, such as /srv/app/app.conf.'),
      content: z
        .string()
        .max(1 << 20)
        .optional()
        .describe('The whole text.'),
      file: localPath.optional().describe('Or a file of this machine, such as dist/app.js.'),
      mode: shapedText({ pattern: /^0?[0-7]{3}$/, longest: 4, error: 'use three digits' })
        .optional()
        .describe('Such as 644; kept when absent.'),
      overwrite: z.boolean().default(false).describe('Replace what is there.'),
    })
    .refine(({ content, file }) => (content === undefined) !== (file === undefined), {
      error: 'use content or file, one of them',
      path: ['file'],
    }),
  output: z.object({ host: z.string(), path: z.string(), bytes: z.int(), sha256: z.string(), created: z.boolean() }),
  deadlineMs: 900_000,
  classify: ({ input }) => ({ class: 'files', target: input.host, ...(!input.overwrite && { risk: 'additive' as const }) }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { host, path, overwrite } = input;
    const call = { host, state, signal };
    await using payload = await payloadOf({ ...input, folders: reader.localFolders });
    const target = await shownTarget({ reader, profile, ...call });
    const transfer = await reader.transfer(call);
    try {
      const { real, facts: judged } = await findPlace({ transfer, host, signal, path, roots: reader.find(host).files });
      using file = judged === undefined ? undefined : await openFile({ transfer, host, signal, path: real, judged });
      const facts = file?.facts;
      const before =
        facts === undefined
          ? null
          : { bytes: facts.size, sha256: await remoteDigest({ reader, ...call, path: real }), modified_s: facts.mtime };
      await file?.check();
      const mode = Number.parseInt(input.mode ?? (facts === undefined ? '644' : (facts.mode & 0o777).toString(8)), 8);
      return {
        description: `${before === null ? 'Create' : 'Replace'} ${quoted(real)} with ${payload.bytes} bytes on ${target.place}.`,
        guard: { ...target.guard, real, before, mode, bytes: payload.bytes, sha256: payload.sha256 },
        ...(before !== null && { before }),
        changes: await describeChange({ file, path: real, payload, before: before ?? undefined }),
        details: {
          ...target.details,
          path,
          real_path: real,
          source: input.file ?? 'content',
          bytes: payload.bytes,
          sha256: payload.sha256,
          mode: mode.toString(8).padStart(3, '0'),
          overwrite,
          reversible: before === null,
          undo: before === null ? `host_exec with ["rm", ${JSON.stringify(real)}]` : null,
        },
        warnings: [
          ...(before?.sha256 === payload.sha256 ? ['It has this content already.'] : []),
          ...(input.file === undefined ? [] : hiddenText({ what: quoted(input.file), sent: await payload.text() })),
          ...((mode & 0o002) !== 0 ? ['Everybody on the host may change it.'] : []),
          ...(facts !== undefined && (facts.mode & 0o7000) !== 0 ? ['Its set-user-ID, set-group-ID or sticky bit is lost.'] : []),
        ],
        ...(before !== null && !overwrite && { refusal: exists({ host, path }) }),
      };
    } finally {
      transfer.end();
    }
  },
  execute: async ({ input, guard, writer, progress, state, signal, idempotencyKey }) => {
    const { host, path } = input;
    await using payload = await payloadOf({ ...input, folders: writer.reader.localFolders });
    if (payload.sha256 !== guard.sha256) throw changed(input.file ?? '');
    await upload({
      writer,
      payload,
      host,
      path,
      roots: writer.reader.find(host).files,
      guard,
      mode: guard.mode,
      planId: idempotencyKey,
      progress: (sent) => progress({ progress: sent, total: payload.bytes }),
      state,
      signal,
    });
    return resultOf({ host, guard });
  },
  verify: async ({ input: { host }, output, reader, state, signal }) => {
    const sha256 = await remoteDigest({ reader, host, path: output.path, state, signal });
    return { sha256, is_as_sent: sha256 === output.sha256 };
  },
  reconcile: async ({ input: { host, path }, guard, reader, state, signal }) => {
    const transfer = await reader.transfer({ host, state, signal });
    try {
      const { real, facts } = await findPlace({ transfer, host, signal, path, roots: reader.find(host).files });
      if (real !== guard.real) return 'unknown';
      const now = facts === undefined ? undefined : await remoteDigest({ reader, host, path: real, state, signal });
      if (now === guard.sha256) return { result: resultOf({ host, guard }) };
      return now === guard.before?.sha256 ? 'failed' : 'unknown';
    } finally {
      transfer.end();
    }
  },
});

const payloadOf = ({
  content,
  file,
  folders,
}: {
  content?: string | undefined;
  file?: string | undefined;
  folders: LocalFolders;
}): Promise<Payload> => (file === undefined ? Promise.resolve(textPayload(content ?? '')) : filePayload({ path: file, folders }));

const resultOf = ({
  host,
  guard,
}: {
  host: string;
  guard: { readonly real: string; readonly bytes: number; readonly sha256: string; readonly before: unknown };
}) => ({ host, path: guard.real, bytes: guard.bytes, sha256: guard.sha256, created: guard.before === null });

const exists = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError('conflict', `${quoted(path)} exists already on the host ${quoted(host)}.`, {
    hint: 'Set overwrite: true to replace it, or use another path.',
    details: { reason: 'exists', host, path },
    effect: 'none',
  });

const changed = (file: string): LineclearError =>
  new LineclearError('conflict', `${quoted(file)} changed since it was previewed; nothing was sent.`, {
    hint: 'Preview again.',
    details: { reason: 'content_changed' },
    effect: 'none',
  });
