import type { Activity, BackendName, Incident, IncidentField, NewIncident, Status } from './incident.ts';

/** Where incidents are kept. Throws `not_found` for an incident that is not there. */
export interface IncidentReader {
  readonly name: BackendName;
  /** The newest first. */
  list(query: {
    readonly status: Status | undefined;
    /** Whether drills are among them. */
    readonly drills: boolean;
    readonly limit: number;
  }): Promise<{ readonly incidents: readonly Incident[]; readonly hasMore: boolean }>;
  get(id: string): Promise<Incident>;
  /** What was written last comes first. */
  activity(query: {
    readonly id: string;
    readonly limit: number;
  }): Promise<{ readonly activity: readonly Activity[]; readonly hasMore: boolean }>;
}

export interface IncidentBackend extends IncidentReader {
  create(incident: NewIncident): Promise<Incident>;
  /** Sets one field. A store that can tell throws `conflict` when the field is no longer `from`. */
  change(change: {
    readonly id: string;
    readonly field: IncidentField;
    readonly from: string;
    readonly to: string;
  }): Promise<Incident>;
  addNote(note: { readonly id: string; readonly body: string; readonly eventTime: string }): Promise<Activity>;
}
