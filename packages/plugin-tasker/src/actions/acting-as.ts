import { quoted } from '@lineclear/core/plugin';

/**
 * Whom the server is told: the principal, or the name that the caller gave. Tasker checks neither, so another name than the principal's
 * is a warning. The audit carries the principal in every case.
 */
export const actingAs = ({
  field,
  given,
  principal,
}: {
  /** The input that carries the name. */
  readonly field: string;
  readonly given: string | undefined;
  readonly principal: string;
}): { readonly name: string; readonly warnings: readonly string[] } => {
  const name = given === undefined || given.trim() === '' ? principal : given;
  return name === principal
    ? { name, warnings: [] }
    : {
        name,
        warnings: [
          `${field} says ${quoted(name)}, but you are ${quoted(principal)}. Tasker takes it unchecked; the audit here names you.`,
        ],
      };
};
