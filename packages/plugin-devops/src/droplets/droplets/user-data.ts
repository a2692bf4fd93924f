import { findSecrets } from '../../secrets/find-secrets.ts';

/** Warnings for what looks like a secret in a script for the first boot: every process of the machine can read it, for good. */
export const secretsIn = (userData: string | undefined): readonly string[] =>
  userData === undefined
    ? []
    : findSecrets({
        path: 'user_data',
        lines: userData.split('\n').map((text, index) => ({ line: index + 1, text })),
      }).map(
        ({ line, kind }) =>
          `Line ${line} of user_data looks like a secret (${kind}); every process on the machine will be able to read it.`,
      );
