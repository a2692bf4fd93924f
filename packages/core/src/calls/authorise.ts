import { LineclearError } from '../plugin/errors.ts';
import type { Profile } from '../profiles/types.ts';
import { type Lack, lackOf } from '../registry/offer.ts';
import type { ToolEntry, View } from '../registry/types.ts';

/** What a caller may see: the active profile first, then the others that reads may name. */
export const viewOf = ({
  principal,
  profile,
  profiles,
  readOnly,
  all,
}: {
  principal: string;
  profile: string;
  profiles: readonly string[] | undefined;
  readOnly: boolean;
  all: ReadonlyMap<string, Profile>;
}): View => {
  const allowed = (profiles ?? [...all.keys()]).filter((name) => name !== profile && all.has(name));
  return { principal, active: profile, profiles: [profile, ...allowed], readOnly };
};

/** The profile of one call. Reads may name any that the caller sees; writes reach the active one only. */
export const profileOf = ({
  entry,
  named,
  view,
  all,
}: {
  entry: ToolEntry;
  named: string | undefined;
  view: View;
  all: ReadonlyMap<string, Profile>;
}): Profile => {
  const name = named ?? view.active;
  const profile = view.profiles.includes(name) ? all.get(name) : undefined;
  if (profile === undefined) {
    throw new LineclearError('profile_not_found', `There is no profile "${name}" for this caller.`, {
      details: { profiles: view.profiles },
    });
  }
  if (entry.kind === 'write') {
    if (name !== view.active) {
      throw new LineclearError('write_profile_locked', `Writes reach the active profile "${view.active}" only.`, {
        details: { active: view.active, asked: name },
      });
    }
    if (view.readOnly) throw new LineclearError('writes_off', 'This caller may only read.');
    if (profile.writes === 'off') throw new LineclearError('writes_off', `Writes are off in the profile "${name}".`);
  }
  const lack = lackOf({ entry, profile });
  if (lack !== undefined) throw notOffered({ lack, entry, profile, view, all });
  return profile;
};

const notOffered = ({
  lack,
  entry,
  profile: { name },
  view,
  all,
}: {
  lack: Lack;
  entry: ToolEntry;
  profile: Profile;
  view: View;
  all: ReadonlyMap<string, Profile>;
}): LineclearError => {
  const elsewhere = view.profiles.filter((other) => {
    const profile = all.get(other);
    return profile !== undefined && lackOf({ entry, profile }) === undefined;
  });
  const isConnection = lack.kind === 'connection';
  const what = isConnection ? `no connection "${lack.id}"` : (lack.what ?? `${entry.name} turned off`);
  const ask = isConnection ? `Ask the operator to add "${lack.id}" to this profile.` : lack.hint;
  // A write reaches the active profile only.
  const canName = entry.kind === 'read' && elsewhere.length > 0;
  return new LineclearError('not_configured', `The profile "${name}" has ${what}.`, {
    hint: canName ? `Name a profile that has it: ${elsewhere.join(', ')}.` : ask,
    details: { profiles: elsewhere },
  });
};
