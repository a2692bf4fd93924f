import { LineclearError, quoted } from '@lineclear/core/plugin';

/** What stopped `pg_restore`, with what can be done about it where that is an extension of the backup; anything else as it was. */
export const toRestoreError = (error: unknown): unknown => {
  if (!LineclearError.is(error) || error.details?.['reason'] !== 'pg_restore_failed') return error;
  const upstream = String(error.details['upstream']);
  // The program's own words are English; those of the server may be in another language.
  const name = /Command was: (?:CREATE|COMMENT ON|ALTER) EXTENSION (?:IF NOT EXISTS )?("(?:[^"]|"")+"|[^\s;]+)/.exec(
    upstream,
  )?.[1];
  if (name === undefined) return error;
  const extension = name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
  const isMissing = /is not available|control file/.test(upstream);
  return new LineclearError(
    isMissing ? 'unsupported' : 'forbidden',
    `The backup needs the extension ${quoted(extension)}, which ${isMissing ? 'the server does not have' : 'the writer may not create'}.`,
    {
      hint: isMissing
        ? 'Ask the operator to install the extension on the server, then preview again.'
        : 'Ask the operator to restore it with pg_restore as a superuser, or to give the profile a writer that is one for this. If nothing needs the extension, drop it in the live database and make a new backup.',
      details: { ...error.details, reason: isMissing ? 'extension_missing' : 'extension_privilege', extension },
      effect: 'none',
      cause: error,
    },
  );
};

/** The same, with what became of the copy: while it stays, nobody can restore this backup again. */
export const withCopy = ({ error, copy, isDropped }: { error: unknown; copy: string; isDropped: boolean }): unknown => {
  if (!LineclearError.is(error)) return error;
  const fate = isDropped ? 'The copy was removed.' : `The unfinished copy ${copy} could not be removed.`;
  return new LineclearError(error.code, `${error.message} ${fate}`, {
    hint: isDropped ? error.hint : `${error.hint} Ask the operator to drop ${copy}.`,
    details: { ...error.details, ...(!isDropped && { copy_left: copy }) },
    retryAfterS: error.retryAfterS,
    effect: error.effect,
    cause: error,
  });
};
