import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packAll } from '../pack.ts';
import type { Packed } from '../pack.ts';

const run = promisify(execFile);

/** What users of a package need and nothing else. */
const expected =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|(bin|bundle|dist|templates|skills)\/.+|src\/celery\/python\/.+\.py)$/;
const unexpected = /\.test(-d)?\.|\.tsbuildinfo$|\.d\.ts\.map$/;
const required = ['package.json', 'README.md', 'LICENSE'];

/** Packs every published package and says what is wrong with the tarballs. */
export async function checkPackages({ root }: { root: string }): Promise<readonly string[]> {
  const into = await mkdtemp(join(tmpdir(), 'lineclear-packages-'));
  try {
    const packed = await packAll({ root, into });
    return (await Promise.all(packed.map((one) => checkPackage({ root, packed: one })))).flat();
  } finally {
    await rm(into, { recursive: true });
  }
}

async function checkPackage({
  root,
  packed: { name, folder, tarball },
}: {
  root: string;
  packed: Packed;
}): Promise<readonly string[]> {
  const { stdout: listing } = await run('tar', ['-tzf', tarball]);
  const files = listing
    .split('\n')
    .filter(Boolean)
    .map((file) => file.replace('package/', ''));
  const { stdout: manifest } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
  const { messages, pkg } = await publint({ pack: { tarball: arrayBuffer(await readFile(tarball)) }, strict: true });
  const problems = [
    ...required.filter((file) => !files.includes(file)).map((file) => `has no ${file}`),
    ...files.filter((file) => !expected.test(file) || unexpected.test(file)).map((file) => `must not contain ${file}`),
    ...files
      .filter((file) => isLeftOver({ root, folder, file }))
      .map((file) => `${file} has no source any more: remove dist and build`),
    ...['workspace:', 'catalog:', '@lineclear/source']
      .filter((word) => manifest.includes(word))
      .map((word) => `still says ${word}`),
    ...messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
  ];
  return problems.map((problem) => `${name}: ${problem}`);
}

/** The compiler leaves the output of deleted sources behind. */
function isLeftOver({ root, folder, file }: { root: string; folder: string; file: string }): boolean {
  const source = /^dist\/(.+)\.js$/.exec(file)?.[1];
  return source !== undefined && !existsSync(join(root, folder, 'src', `${source}.ts`));
}

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
