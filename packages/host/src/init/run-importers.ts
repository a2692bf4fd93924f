import { resolve } from 'node:path';
import type { Found, FoundProfile, Importer } from '@lineclear/core/plugin';
import { readText } from '../clients/write-file.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';

type Place = Pick<Surroundings, 'cwd' | 'home' | 'env'>;

/** An importer that the user asked for, and the file that they named. */
export interface Wish {
  readonly importer: Importer;
  readonly file: string | undefined;
}

/** What importers yield together. */
export interface Imported {
  readonly profiles: Readonly<Record<string, FoundProfile>>;
  /** The profile that is active at first; `undefined` where nobody says. */
  readonly default: string | undefined;
  /** For the profile `local`. */
  readonly connections: FoundProfile['connections'];
  readonly notes: readonly string[];
}

/** Runs the importers that were asked for. One that finds nothing is an error that names every place it looked at. */
export const runWished = async ({ wishes, place }: { wishes: readonly Wish[]; place: Place }): Promise<Imported> => {
  let imported: Imported = { profiles: {}, default: undefined, connections: {}, notes: [] };
  for (const { importer, file } of wishes) {
    const looked: string[] = [];
    const found = await importer.find({
      ...pick(place),
      file: file === undefined ? undefined : resolve(place.cwd, file),
      readFile: (path) => {
        looked.push(path);
        return readText(path);
      },
    });
    if (found === undefined) throw nothingFound({ importer, looked });
    imported = joined({ imported, found, title: importer.title });
  }
  return imported;
};

/** Runs the others: what they find for the profile `local` counts, and whole profiles are only told of. */
export const runOthers = async ({
  importers,
  place,
}: {
  importers: readonly Importer[];
  place: Place;
}): Promise<Pick<Imported, 'connections' | 'notes'>> => {
  const connections: Record<string, unknown> = {};
  const notes: string[] = [];
  for (const importer of importers) {
    const { id, title } = importer;
    const found = await findOrTell({ importer, place });
    if (typeof found === 'string') notes.push(`${title}: ${found}`);
    if (typeof found !== 'object') continue;
    Object.assign(connections, found.connections);
    const names = Object.keys(found.profiles ?? {});
    if (names.length === 0) notes.push(...notesOf({ title, found }));
    else notes.push(`${title}: ${names.join(', ')} can be taken over with --from-${id}`);
  }
  return { connections, notes };
};

// Nobody asked for it, so that what is wrong there stops nothing.
const findOrTell = async ({ importer, place }: { importer: Importer; place: Place }): Promise<Found | string | undefined> => {
  try {
    return await importer.find({ ...pick(place), readFile: readText });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const pick = ({ cwd, home, env }: Place): Place => ({ cwd, home, env });

const joined = ({ imported, found, title }: { imported: Imported; found: Found; title: string }): Imported => {
  const profiles = { ...imported.profiles };
  for (const [name, profile] of Object.entries(found.profiles ?? {})) {
    const before = profiles[name];
    profiles[name] = before === undefined ? profile : stricter(before, profile);
  }
  return {
    profiles,
    default: imported.default ?? found.default,
    connections: { ...imported.connections, ...found.connections },
    notes: [...imported.notes, ...notesOf({ title, found })],
  };
};

/** One profile with the connections of both. Where they do not agree how much it matters, it counts as production. */
export const stricter = (one: FoundProfile, other: FoundProfile): FoundProfile => ({
  ...(one.tier !== undefined && one.tier === other.tier ? { tier: one.tier } : {}),
  ...(one.writes === 'off' || other.writes === 'off' ? { writes: 'off' } : {}),
  connections: { ...one.connections, ...other.connections },
});

const notesOf = ({ title, found }: { title: string; found: Found }): readonly string[] =>
  found.note.split('\n').map((line, index) => (index === 0 ? `${title}: ${line}` : `  ${line}`));

const nothingFound = ({ importer, looked }: { importer: Importer; looked: readonly string[] }): ExitError =>
  new ExitError({
    message: `${importer.title}: nothing was found, and nothing was written. Looked at:\n${looked.map((path) => `  ${path}`).join('\n')}`,
    hint: `Name the file: init --from-${importer.id} <file>.`,
    exitCode: exitCodes.failure,
  });
