import { isDeepStrictEqual } from 'node:util';
import { type RepositoryAnswer, settingNames, visibilityOf } from './repository.ts';

/** Settings by the names that the API gives them; undefined stays as it is. */
export type Wanted = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface ChangedSetting {
  readonly name: string;
  readonly from: string | boolean | readonly string[] | null;
  readonly to: string | boolean | readonly string[];
}

/** The settings that are not as they are wanted, with what they are now; null for what the credentials may not see. */
export const changedParts = ({ now, wanted }: { now: RepositoryAnswer; wanted: Wanted }): readonly ChangedSetting[] => {
  const known: Readonly<Record<string, ChangedSetting['from']>> = {
    description: now.description ?? '',
    homepage: now.homepage ?? '',
    topics: [...now.topics].toSorted(),
    default_branch: now.default_branch,
    visibility: visibilityOf(now),
    archived: now.archived,
    ...Object.fromEntries(settingNames.map((name) => [name, now[name] ?? null])),
  };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const from = known[name] ?? null;
    const to = typeof value === 'object' ? [...new Set(value)].toSorted() : value;
    return to === undefined || isDeepStrictEqual(from, to) ? [] : [{ name, from, to }];
  });
};
