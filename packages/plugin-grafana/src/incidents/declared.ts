import type { IncidentReader } from './backend.ts';
import type { Incident } from './incident.ts';

/** The first note of an incident. Plans have ids that are not used twice, so it tells this incident from every other one. */
export const declarationNote = (planId: string): string => `Declared with lineclear, plan ${planId}.`;

/** Among the newest incidents, as many are looked at as could have been declared meanwhile. */
const limits = { incidents: 50, candidates: 10, activity: 100 } as const;

/** Open incidents with this title, the newest first. */
export const openWithTitle = async ({
  backend,
  title,
}: {
  backend: IncidentReader;
  title: string;
}): Promise<readonly Incident[]> => {
  const { incidents } = await backend.list({ status: 'active', drills: true, limit: limits.incidents });
  return incidents.filter((incident) => hasTitle({ incident, title }));
};

/** The incident that a plan declared, if it is among the newest. */
export const findDeclared = async ({
  backend,
  title,
  planId,
  others,
}: {
  backend: IncidentReader;
  title: string;
  planId: string;
  /** Ids of incidents that were there before. */
  others: readonly string[];
}): Promise<Incident | undefined> => {
  const { incidents } = await backend.list({ status: undefined, drills: true, limit: limits.incidents });
  const candidates = incidents.filter((incident) => hasTitle({ incident, title }) && !others.includes(incident.id));
  for (const incident of candidates.slice(0, limits.candidates)) {
    const { activity } = await backend.activity({ id: incident.id, limit: limits.activity });
    if (activity.some(({ body }) => body.includes(declarationNote(planId)))) return incident;
  }
  return undefined;
};

const hasTitle = ({ incident, title }: { incident: Incident; title: string }): boolean =>
  incident.title.trim().toLowerCase() === title.trim().toLowerCase();
