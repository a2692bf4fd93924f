import type { Caller } from '@lineclear/core';
import { exitCodes, ExitError } from './exit-codes.ts';
import type { Flags } from './flags.ts';

/** The profile that counts where neither a URL nor a token names one: `--profile`, else the configuration's default. */
export const activeProfile = ({
  flags,
  profiles,
  byDefault,
}: {
  flags: Flags;
  profiles: Iterable<string>;
  byDefault: string;
}): string => {
  const names = [...profiles];
  const name = flags.profile ?? byDefault;
  if (names.includes(name)) return name;
  throw new ExitError({
    message: `There is no profile "${name}".`,
    hint: `The profiles are ${names.join(', ')}.`,
    exitCode: exitCodes.config,
  });
};

/** The person at this machine: they reach every profile, and write to the active one. */
export const localCaller = ({
  user,
  profile,
  transport,
}: {
  user: string;
  profile: string;
  transport: 'stdio' | 'cli';
}): Caller => ({
  principal: { id: user },
  profile,
  transport,
});
