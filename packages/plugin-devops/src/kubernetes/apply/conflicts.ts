import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';

/** A field that somebody else has set by an apply or an update of their own. */
export interface FieldConflict {
  readonly field: string;
  /** `kubectl-client-side-apply`, `helm` and the like. */
  readonly manager: string;
}

const answer = z.object({
  details: z.object({ causes: z.array(z.object({ reason: z.string(), message: z.string(), field: z.string() })) }),
});

/** The conflicts that a server-side apply was refused for; none where the refusal has other reasons. */
export const readConflicts = (body: unknown): readonly FieldConflict[] => {
  const read = answer.safeParse(body);
  if (!read.success) return [];
  return read.data.details.causes
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field, message }) => ({ field, manager: /conflict with "([^"]*)"/.exec(message)?.[1] ?? '' }));
};

/** `.spec.replicas (kubectl)` for each, in quotes. */
export const showConflicts = (conflicts: readonly FieldConflict[]): readonly string[] =>
  conflicts.map(({ field, manager }) => `${quoted(field)} of ${quoted(manager)}`);

/** What an apply without force is answered that would take fields from others. */
export const conflicting = ({ name, conflicts }: { name: string; conflicts: readonly FieldConflict[] }): LineclearError =>
  new LineclearError('conflict', `${quoted(name)} has ${conflicts.length} fields that others set.`, {
    hint: 'Leave these fields out of the manifest, or ask the person whether to take them over with force: true.',
    details: { reason: 'field_conflict', conflicts },
    effect: 'none',
  });
