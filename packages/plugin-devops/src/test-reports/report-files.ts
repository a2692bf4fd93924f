import { join, relative } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { counted } from '../text/counted.ts';
import type { Confinement, Location } from '../files/confinement.ts';
import { scriptIdentity } from '../programs/programs.ts';
import { readRegularFile } from '../files/regular-file.ts';
import type { Found, Search } from '../search/search.ts';
import { decodeText } from '../text/encoding.ts';

/** The files that a path, folder or glob names now, and what each is like: their real paths with their identity. */
export interface ReportFiles {
  readonly files: ReadonlyMap<string, { readonly location: Location; readonly identity: string }>;
  /** Files beyond those that one run may have. */
  readonly leftOut: number;
}
export const noFiles: ReportFiles = { files: new Map(), leftOut: 0 };

export interface ReadReports {
  /** The texts of new and changed files, in the order of their paths. */
  readonly texts: readonly { readonly shown: string; readonly text: string }[];
  readonly notes: readonly string[];
}

/** Checks that a report's path stays in the workspace: the path itself, or the folder that a glob begins with. */
export const checkReportPath = async (request: {
  confinement: Pick<Confinement, 'locate'>;
  path: string;
  folder: string;
}): Promise<void> => {
  const { confinement, path, folder } = request;
  await confinement.locate({ path: splitGlob(path).prefix, base: folder });
};

/** Finds reports below the folder that the tests run in. A folder means the XML files in it. */
export const findReports = async (request: {
  confinement: Confinement;
  search: Search;
  path: string;
  folder: string;
  signal: AbortSignal;
}): Promise<ReportFiles> => {
  const { confinement, search, path, folder, signal } = request;
  const literal = await confinement.locate({ path, base: folder });
  const identity = await scriptIdentity(literal.real);
  if (identity !== undefined) return { files: new Map([[literal.real, { location: literal, identity }]]), leftOut: 0 };
  const { prefix, glob } = literal.exists ? { prefix: path, glob: '*.xml' } : splitGlob(path);
  const start = await confinement.locate({ path: prefix, base: folder });
  if (glob === '' || !start.exists) return noFiles;
  const below = relative(start.root, start.real);
  const pattern = glob.includes('/') ? join(escapeGlob(below), glob) : glob;
  const files = new Map<string, { location: Location; identity: string }>();
  const names = { path: start.real, pattern, globs: [], includeIgnored: true, signal };
  let leftOut = 0;
  // A page ends where its names grow long.
  for (let skip: number | undefined = 0; skip !== undefined && skip < maxFiles;) {
    const page: Found<string> = await search.names({ ...names, limit: maxFiles - skip, skip });
    for (const shown of page.results) {
      const location = await confinement.locate({ path: shown });
      const now = await scriptIdentity(location.real);
      if (now !== undefined) files.set(location.real, { location, identity: now });
    }
    [skip, leftOut] = [page.next, page.leftOut];
  }
  return { files, leftOut };
};

/** Reads the reports that this run wrote: those that were not there before, or that changed. `named` begins the sentences about them. */
export const readReports = async ({
  before,
  after,
  named,
}: {
  before: ReportFiles;
  after: ReportFiles;
  named: string;
}): Promise<ReadReports> => {
  const texts: { shown: string; text: string }[] = [];
  const notes: string[] = [];
  const fresh = [...after.files].filter(([real, { identity }]) => before.files.get(real)?.identity !== identity);
  const old = after.files.size - fresh.length;
  if (after.leftOut > 0) notes.push(`${named} has ${counted(after.leftOut, 'more file')} that were not read.`);
  if (after.files.size === 0) notes.push(`${named} is not there after the run.`);
  else if (fresh.length === 0) notes.push(`${named} was there before the run and did not change, so it was not read.`);
  else if (old > 0) notes.push(`${named} has ${counted(old, 'file')} from before the run, not changed since and not read.`);
  let left = maxBytes;
  for (const [, { location }] of fresh) {
    try {
      const { bytes } = await readRegularFile({ location, maxBytes: left });
      left -= bytes.length;
      // Tests print what they like into reports, NUL characters too.
      texts.push({ shown: location.shown, text: decodeText(bytes)?.text ?? bytes.toString('utf8') });
    } catch (error) {
      if (!LineclearError.is(error)) throw error;
      notes.push(`"${location.shown}" was not read: ${error.message}`);
    }
  }
  return { texts, notes };
};

const maxFiles = 1_000;
/** Of all reports of a run together. */
const maxBytes = 50 << 20;

/** The folders before the first name that holds a character of a glob. */
const splitGlob = (path: string): { prefix: string; glob: string } => {
  const names = path.split('/');
  const at = names.findIndex((name) => /[*?[{]/.test(name));
  if (at === -1) return { prefix: path, glob: '' };
  const prefix = names.slice(0, at).join('/');
  return { prefix: prefix === '' ? (path.startsWith('/') ? '/' : '.') : prefix, glob: names.slice(at).join('/') };
};

const escapeGlob = (path: string): string => path.replaceAll(/[\\*?[\]{}!]/g, '\\$&');
