import type { JsonObject } from '../../json/json-value.ts';

/** A dashboard as Grafana keeps it, whichever of its two APIs was asked. */
export interface StoredDashboard {
  readonly uid: string;
  readonly title: string;
  /** Grows by one with every save. */
  readonly version: number;
  /** Empty at the top. */
  readonly folderUid: string;
  /** Undefined where the API does not say it. */
  readonly folderTitle: string | undefined;
  /** `v2` has elements and a layout instead of panels. */
  readonly schema: 'classic' | 'v2';
  readonly apiVersion: string;
  /** The dashboard itself, complete: a classic one with `uid` and `version`, or the spec of a v2 one. */
  readonly json: JsonObject;
  readonly id: number | undefined;
  readonly createdAt: string | undefined;
  readonly createdBy: string | undefined;
  readonly updatedAt: string | undefined;
  readonly updatedBy: string | undefined;
  /** What was said when it was saved; undefined where only its history knows that. */
  readonly message: string | undefined;
  /** What keeps it, where that is not Grafana itself: a file on the server, a repository. It cannot be saved then. */
  readonly managedBy: string | undefined;
  /** What the API wants back with a write. */
  readonly handle: JsonObject;
}

/** What was saved under a version, as far as it can be seen. */
export interface SavedVersion {
  readonly version: number;
  readonly message: string;
  readonly by: string | undefined;
  readonly at: string | undefined;
}

/** A dashboard on its way to Grafana. */
export interface DashboardSave {
  readonly uid: string;
  readonly dashboard: JsonObject;
  readonly folderUid: string;
  readonly message: string;
  /** The version that is replaced; undefined for a dashboard that must not exist yet. */
  readonly base: StoredDashboard | undefined;
  readonly signal: AbortSignal;
}

export interface SavedDashboard {
  readonly id: number | undefined;
  readonly uid: string;
  readonly version: number;
}

/** The dashboards of one Grafana, behind `/api` or `/apis`. */
export interface DashboardStore {
  readonly api: 'legacy' | 'apis';
  /** Undefined where Grafana itself says that there is none. */
  find(asked: { uid: string; signal: AbortSignal }): Promise<StoredDashboard | undefined>;
  /** The latest saves, newest first. */
  history(asked: { uid: string; signal: AbortSignal }): Promise<readonly SavedVersion[]>;
  /** Throws `conflict` where the version is no longer the one that is replaced. */
  save(save: DashboardSave): Promise<SavedDashboard>;
}
