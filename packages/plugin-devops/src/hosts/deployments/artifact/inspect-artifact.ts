import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LineclearError } from '@lineclear/core/plugin';
import type { Payload } from '../../files/local-file.ts';
import { type ArchiveFacts, checkEntries } from './check-entries.ts';
import { readTar } from './tar-entries.ts';

const chunkBytes = 256 << 10;

/** Looks at all entries of an archive before anything is unpacked anywhere. Its digest has to be the expected one. */
export const inspectArtifact = async ({
  artifact,
  sha256,
  shared,
  signal,
}: {
  artifact: Payload;
  sha256: string;
  shared: readonly string[];
  signal: AbortSignal;
}): Promise<ArchiveFacts> => {
  checkDigest({ artifact, sha256 });
  const archive = new PassThrough();
  // Both ends are waited for; the first thing that goes wrong ends the other.
  const reading = pipeline(chunksOf(artifact), createGunzip(), archive, { signal });
  reading.catch(() => undefined);
  try {
    const facts = await checkEntries({ entries: readTar(archive), shared });
    await reading;
    return facts;
  } catch (error) {
    signal.throwIfAborted();
    throw LineclearError.is(error) ? error : notGzip(error);
  } finally {
    archive.destroy();
  }
};

/** Throws `conflict` where an archive is not the one that was meant. */
export const checkDigest = ({ artifact, sha256 }: { artifact: Payload; sha256: string }): void => {
  if (artifact.sha256 === sha256) return;
  throw new LineclearError('conflict', 'The archive does not have the SHA-256 that was given.', {
    hint: 'Take the digest where the archive was made, and look why this one is another.',
    details: { reason: 'wrong_digest' },
  });
};

const chunksOf = async function* (artifact: Payload): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < artifact.bytes; offset += chunkBytes) {
    // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    yield await artifact.read({ offset, length: chunkBytes });
  }
};

const notGzip = (cause: unknown): LineclearError =>
  new LineclearError('invalid_input', 'The archive is no tar.gz, or it is damaged.', {
    hint: 'Pack it with "tar -czf".',
    details: { reason: 'archive_not_gzip' },
    cause,
  });
