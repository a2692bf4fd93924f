import { dirname, join, relative } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { RunProgram } from '../process/run-program.ts';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import { fitting } from '../text/fitting.ts';
import { openFolder } from '../files/folder.ts';
import { checkReadable } from '../files/regular-file.ts';
import { ripgrep } from './ripgrep.ts';
import type { RipgrepCall } from './ripgrep.ts';
import { findLines } from './matching-lines.ts';
import type { MatchedLine, Place } from './matching-lines.ts';
import type { ReadText } from '../files/content.ts';
import type { ReadLines } from '../files/read-lines.ts';

export interface SearchRequest {
  readonly path: string;
  readonly globs: readonly string[];
  readonly includeIgnored: boolean;
  readonly limit: number;
  /** How many results earlier pages showed. */
  readonly skip: number;
  readonly signal: AbortSignal;
}
export interface ContentRequest extends SearchRequest {
  readonly pattern: string;
  readonly literal: boolean;
  /** Lines before and after each match. */
  readonly context: number;
}
export interface Found<Result> {
  readonly results: readonly Result[];
  /** Results after this page. */
  readonly leftOut: number;
  /** False when the search stopped early, so that `leftOut` is a lower bound. */
  readonly complete: boolean;
  /** How many results the next page skips; `undefined` on the last one. */
  readonly next: number | undefined;
}
export interface Search {
  contents(request: ContentRequest): Promise<Found<MatchedLine>>;
  /** Paths that match a glob, or that hold the text in their name. */
  names(request: SearchRequest & { pattern: string }): Promise<Found<string>>;
}

/** Searches with ripgrep below the roots; every result is located again before it is shown. */
export const createSearch = (parts: {
  confinement: Confinement;
  run: RunProgram;
  readText: ReadText;
  readLines: ReadLines;
}): Search => {
  const { confinement, run, readText, readLines } = parts;

  const prepare = async (request: SearchRequest) => {
    const location = await confinement.locate({ path: request.path });
    if (!location.exists) throw notThere(location.shown);
    await checkReadable(location);
    // A file has no folder to search in; it is searched from the folder that holds it.
    const hidden = (await confinement.protectedPaths()).filter((path) => holds(location.root, path));
    const call = ({
      options,
      isSorted,
      pattern,
      onRecord,
    }: Pick<RipgrepCall, 'options' | 'isSorted' | 'onRecord'> & { pattern?: string }) =>
      withFolder(location.root, (folder) =>
        ripgrep({
          run,
          folder,
          options,
          isSorted,
          ...(pattern === undefined ? {} : { pattern }),
          target: `./${relative(location.root, location.real)}`,
          hidden: hidden.map((path) => relative(location.root, path)),
          onRecord,
          timeoutMs,
          signal: request.signal,
        }),
      );
    const files = async (options: readonly string[]) => {
      const paths = new Set<string>();
      const complete = await call({ options, isSorted: false, onRecord: ({ path }) => paths.add(path).size < maxFiles });
      return { paths, complete };
    };
    // Globs that name files would bring ignored files back, so the ignore rules are applied separately.
    const visible = async () => (request.includeIgnored ? undefined : await files([]));
    return { location, call, files, visible };
  };

  return {
    contents: async (request) => {
      const { location, call, visible } = await prepare(request);
      const allowed = hasPositive(request.globs) ? await visible() : undefined;
      const wanted = request.skip + request.limit;
      const look = async ({ isSorted, most }: { isSorted: boolean; most: number }) => {
        const places: Place[] = [];
        const complete = await call({
          pattern: request.pattern,
          options: [...globOptions(request), ...(request.literal ? ['--fixed-strings'] : [])],
          isSorted,
          onRecord: ({ path, rest }) => {
            const place = toPlace({ path, rest });
            if (place !== undefined && allowed?.paths.has(path) !== false) places.push(place);
            return places.length < most;
          },
        });
        return { places, complete };
      };
      // All cores search, and few results are sorted here. Too many to hold are searched again in their order, to the end of the page; what
      // was not found in time by all cores would not be found by one.
      const all = await look({ isSorted: false, most: mostHeld });
      const { places, complete } =
        all.places.length < mostHeld
          ? { ...all, places: all.places.toSorted(byPlace) }
          : await look({ isSorted: true, most: wanted + countedAhead });
      const page = await findLines({
        places: places.slice(request.skip, wanted),
        context: request.context,
        locate: (path) => confinement.admit(join(location.root, path)),
        readText,
        readLines,
        signal: request.signal,
      });
      const done = Math.min(request.skip, places.length) + page.used;
      return {
        results: page.lines,
        leftOut: places.length - done,
        complete: complete && allowed?.complete !== false,
        next: places.length > done ? done : undefined,
      };
    },
    names: async (request) => {
      const { location, files, visible } = await prepare(request);
      const glob = /[*?[{]/.test(request.pattern) ? request.pattern : `*${request.pattern}*`;
      const ignore = request.includeIgnored ? ['--no-ignore'] : [];
      const [matching, allowed, selected] = await Promise.all([
        files([...ignore, `--iglob=${glob}`]),
        visible(),
        request.globs.length > 0 ? files([...ignore, ...globOptions(request)]) : undefined,
      ]);
      const paths = [...matching.paths]
        .filter((path) => allowed?.paths.has(path) !== false && selected?.paths.has(path) !== false)
        .toSorted(byPath);
      const page = fitting({ items: paths.slice(request.skip, request.skip + request.limit), maxCharacters: 60_000 });
      const done = Math.min(request.skip, paths.length) + page.length;
      const found = await Promise.all(page.map((path) => confinement.admit(join(location.root, path))));
      return {
        results: found.flatMap((place) => (place === undefined ? [] : [place.shown])),
        leftOut: paths.length - done,
        complete: [matching, allowed, selected].every((part) => part?.complete !== false),
        next: paths.length > done ? done : undefined,
      };
    },
  };
};

const timeoutMs = 25_000;
const maxFiles = 200_000;
const mostHeld = 20_000;
const countedAhead = 1_000;

/** Folder by folder, as ripgrep sorts. */
const byPath = (left: string, right: string): number => {
  const [one, other] = [left.replaceAll('/', '\0'), right.replaceAll('/', '\0')];
  return one < other ? -1 : Number(one > other);
};

const byPlace = (left: Place, right: Place): number => byPath(left.path, right.path) || left.line - right.line;

const withFolder = async <Value>(
  real: string,
  use: (folder: Awaited<ReturnType<typeof openFolder>>) => Promise<Value>,
): Promise<Value> => {
  await using folder = await openFolder(real);
  return await use(folder);
};

const hasPositive = (globs: readonly string[]): boolean => globs.some((glob) => !glob.startsWith('!'));

const globOptions = ({ globs, includeIgnored }: SearchRequest): readonly string[] => [
  ...(includeIgnored ? ['--no-ignore'] : []),
  ...globs.map((glob) => `--glob=${glob}`),
];

const toPlace = ({ path, rest }: { path: string; rest: string }): Place | undefined => {
  const numbers = /^(\d+):(\d+):/.exec(rest);
  return numbers === null ? undefined : { path, line: Number(numbers[1]), column: Number(numbers[2]) };
};

const notThere = (shown: string): LineclearError =>
  new LineclearError('not_found', `"${shown}" does not exist.`, {
    hint: `Use fs_list on "${dirname(shown)}" to see what is there.`,
  });
