import type { IncidentReader } from './backend.ts';
import type { Activity } from './incident.ts';

/** As many as one answer has. */
const newest = 100;

/** The newest notes of an incident that say exactly this. */
export const notesSaying = async ({
  backend,
  id,
  body,
}: {
  backend: IncidentReader;
  id: string;
  body: string;
}): Promise<readonly Activity[]> => {
  const { activity } = await backend.activity({ id, limit: newest });
  return activity.filter((item) => item.body.trim() === body.trim());
};
