import { type CheckPlace, readStatuses } from '../checks/read-checks.ts';

/** The statuses of a commit by their context, every one: those that failed, and those that are not there yet. */
export const combinedStatus = async (
  place: CheckPlace,
): Promise<{ readonly failed: readonly string[]; readonly pending: readonly string[]; readonly all: readonly string[] }> => {
  const statuses = await readStatuses(place);
  const named = (states: readonly string[]) =>
    statuses.flatMap(({ context, state }) => (states.includes(state) ? [context] : [])).toSorted();
  return { failed: named(['failure', 'error']), pending: named(['pending']), all: statuses.map(({ context }) => context) };
};
