import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { LineclearError } from '@lineclear/core/plugin';
import { type Packed, packTar, pax } from '../test/tar.ts';
import { inspectArtifact } from './inspect-artifact.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;

const inspect = ({ content, shared = [] }: { content: Buffer; shared?: readonly string[] }) => {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const artifact = {
    bytes: content.length,
    sha256,
    read: ({ offset, length }: { offset: number; length: number }) => Promise.resolve(content.subarray(offset, offset + length)),
    text: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return inspectArtifact({ artifact, sha256, shared, signal });
};
const inspectEntries = (entries: readonly Packed[], tail?: Buffer) =>
  inspect({ content: gzipSync(packTar(entries, tail)), shared: ['data/files'] });

const fine = { name: 'server.mjs', text: 'hello' };

it('reads what tar packs, of every format that it writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archives-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const long = `${'long-'.repeat(30)}name`;
  await mkdir(join(folder, 'in/bin', long), { recursive: true });
  await writeFile(join(folder, 'in/bin', long, 'größe.txt'), 'x'.repeat(1_500));
  await writeFile(join(folder, 'in/version'), 'v1\n');
  await symlink('../version', join(folder, 'in/bin/version'));
  for (const format of ['gnu', 'pax', 'posix']) {
    const file = join(folder, `${format}.tar.gz`);
    // oxlint-disable-next-line no-await-in-loop -- few
    await run('tar', ['-czf', file, `--format=${format}`, '-C', join(folder, 'in'), '.']);
    // oxlint-disable-next-line no-await-in-loop -- few
    expect(await inspect({ content: await readFile(file) }), format).toEqual({ files: 2, bytes: 1_503 });
  }
});

it.each<[string, readonly Packed[]]>([
  ['entry_leaves', [{ ...fine, name: '../../etc/cron.d/x' }]],
  ['entry_leaves', [{ ...fine, name: 'bin/../../x' }]],
  ['entry_leaves', [{ ...fine, name: '/etc/passwd' }]],
  ['entry_leaves', [{ ...fine, name: 'a\nb' }]],
  ['entry_leaves', [{ ...fine, name: String.raw`a\..\b` }]],
  ['entry_leaves', [pax({ path: '../outside' }), fine]],
  ['entry_link_leaves', [fine, { name: 'out', type: '2', link: '/etc' }]],
  ['entry_link_leaves', [fine, { name: 'out', type: '2', link: '../..' }]],
  ['entry_link_leaves', [fine, { name: 'bin/out', type: '2', link: '../../x' }]],
  ['entry_link_leaves', [fine, { name: 'here', type: '2', link: '.' }, { name: 'out', type: '2', link: 'here/../x' }]],
  ['entry_link_leaves', [fine, pax({ linkpath: '/etc' }), { name: 'out', type: '2', link: 'server.mjs' }]],
  ['entry_link_leaves', [fine, { name: 'hard', type: '1', link: '/etc/passwd' }]],
  ['entry_link_leaves', [fine, { name: 'hard', type: '1', link: '../x' }]],
  ['entry_through_link', [fine, { name: 'dir', type: '2', link: 'bin' }, { ...fine, name: 'dir/x' }]],
  ['entry_through_link', [fine, { ...fine, name: 'server.mjs/x' }]],
  ['entry_twice', [fine, { name: './server.mjs', type: '2', link: 'x' }]],
  ['entry_set_uid', [{ ...fine, mode: 0o4755 }]],
  ['entry_shared', [fine, { ...fine, name: 'data/files/x' }]],
  ['entry_shared', [fine, { name: 'data', type: '2', link: 'x' }]],
  ['entry_empty', [{ name: 'bin/', type: '5' }]],
  ['entry_too_large', [{ ...fine, text: '', bytes: 0o77777777777 }]],
  ['archive_device', [fine, { name: 'null', type: '3' }]],
  ['archive_device', [fine, { name: 'sda', type: '4' }]],
  ['archive_device', [fine, { name: 'pipe', type: '6' }]],
  ['archive_unknown_type', [{ ...fine, type: 'S' }]],
  ['archive_global_attributes', [{ ...pax({ path: 'x' }), type: 'g' }, fine]],
  ['archive_bad_attributes', [pax({ 'GNU.sparse.name': '../x' }), fine]],
  ['archive_cut', [{ ...fine, bytes: 100_000 }]],
])('refuses (%s) %j', async (reason, entries) => {
  await expect(inspectEntries(entries)).rejects.toMatchObject({ code: 'invalid_input', details: { reason } });
});

it('refuses what only some programs would read', async () => {
  const hidden = packTar([{ ...fine, name: '../hidden' }]);
  await expect(inspectEntries([fine], Buffer.concat([Buffer.alloc(512), hidden]))).rejects.toMatchObject({
    details: { reason: 'archive_after_end' },
  });
  const damaged = packTar([fine]);
  damaged[0] = 0x41;
  await expect(inspect({ content: gzipSync(damaged) })).rejects.toMatchObject({ details: { reason: 'archive_bad_header' } });
  await expect(inspect({ content: packTar([fine]) })).rejects.toMatchObject({ details: { reason: 'archive_not_gzip' } });
  await expect(inspect({ content: gzipSync(packTar([fine])).subarray(0, 60) })).rejects.toBeInstanceOf(LineclearError);
});

it('answers whatever bytes there are with facts or an error of ours', async () => {
  const whole = packTar([fine, { name: 'bin/', type: '5' }, { name: 'bin/x', text: 'x'.repeat(600) }]);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (place, byte) => {
      const changed = Buffer.from(whole);
      changed[place] = byte;
      const outcome = await inspect({ content: gzipSync(changed) }).catch((error: unknown) => error);
      expect(LineclearError.is(outcome) || Object(outcome).files === 2).toBe(true);
    }),
    { numRuns: 200 },
  );
});
