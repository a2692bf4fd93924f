import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { sha256Hex } from '../../../digest/sha256.ts';
import { hosts } from '../../connection.ts';
import { isDelicate } from '../../delicate.ts';
import { hostField } from '../../hosts/host-field.ts';
import { type OpenFile, openFile } from '../open-file.ts';
import { remoteDigest } from '../remote-digest.ts';
import { findPlace, noSuchFile, remotePath } from '../remote-place.ts';

export const hostFileRead = hosts.read({
  name: 'host_file_read',
  title: 'Read a file of a host',
  toolset: 'hosts',
  description: 'Read a text file of a host, in parts. Use host_logs for logs, host_download to have the file itself.',
  input: z.strictObject({
    host: hostField,
    path: remotePath.describe('Below the folders of the host, such as /srv/app/app.conf.'),
    offset: z.int().min(0).default(0).describe('First byte.'),
    bytes: z.int().min(1).max(65_536).default(32_768).describe('How many at most.'),
  }),
  output: z.object({
    host: z.string(),
    path: z.string(),
    size: z.number(),
    mode: z.string(),
    modified: z.string(),
    sha256: z.string().nullable().describe('Of the whole file; null over 64 MB.'),
    untrusted: z.literal(true).describe('The text comes from the host'),
    text: z.string().nullable().describe('Null where it is binary.'),
    next_offset: z.number().nullable(),
  }),
  classify: ({ input }) => ({ target: input.host }),
  run: async ({ input: { host, path, offset, bytes }, reader, state, signal }) => {
    const transfer = await reader.transfer({ host, state, signal });
    try {
      const { real, facts: judged } = await findPlace({ transfer, host, signal, path, roots: reader.find(host).files });
      if (judged === undefined) throw noSuchFile({ host, path });
      if (isDelicate(real)) throw keepsSecrets({ host, path });
      using file = await openFile({ transfer, host, signal, path: real, judged });
      const { facts } = file;
      const read = await file.read({ offset, length: Math.min(bytes, facts.size - offset) });
      const part = wholeCharacters(read);
      const next = offset + part.length;
      return {
        host,
        path: real,
        size: facts.size,
        mode: (facts.mode & 0o7777).toString(8).padStart(3, '0'),
        modified: new Date(facts.mtime * 1_000).toISOString(),
        sha256: read.length === facts.size ? sha256Hex(read) : await digestOf({ file, reader, host, path: real, state, signal }),
        untrusted: true,
        text: part.includes(0) ? null : part.toString('utf8'),
        next_offset: next < facts.size && part.length > 0 ? next : null,
      };
    } finally {
      transfer.end();
    }
  },
});

/** Of a whole file; every part of a large one would wait for it again. Its host knows it by its name, which is looked at again. */
const digestOf = async ({ file, ...place }: Parameters<typeof remoteDigest>[0] & { file: OpenFile }): Promise<string | null> => {
  if (file.facts.size > mostDigestedBytes) return null;
  const digest = await remoteDigest(place);
  await file.check();
  return digest;
};

const keepsSecrets = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError('forbidden', `${quoted(path)} on the host ${quoted(host)} holds secrets by its name, and is not shown.`, {
    hint: 'host_env_check names its variables, with digests; host_download saves it without showing it.',
    details: { reason: 'secret_file', host, path },
    effect: 'none',
  });

const mostDigestedBytes = 64 << 20;

/** Without the beginning of a character whose end was not read. */
const wholeCharacters = (bytes: Buffer): Buffer => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back && bytes.length > back ? bytes.subarray(0, -back) : bytes;
  }
  return bytes;
};
