import type { JsonObject } from '@lineclear/core/plugin';

/** A dashboard in the classic shape, with all that was saved before. */
export interface DashboardRecord {
  readonly id: number;
  readonly uid: string;
  folderUid: string;
  version: number;
  /** The saved JSON with id, uid and version in it. */
  json: JsonObject;
  /** The dashboard in the second schema, when it was saved in that one; `json` is what the classic one keeps of it. */
  v2Spec: JsonObject | undefined;
  readonly createdAtMs: number;
  readonly createdBy: string;
  updatedAtMs: number;
  updatedBy: string;
  /** From a file on the server: it cannot be saved through the API. */
  isProvisioned: boolean;
  readonly versions: DashboardVersion[];
}

export interface DashboardVersion {
  readonly version: number;
  readonly atMs: number;
  readonly by: string;
  readonly message: string;
  readonly json: JsonObject;
}

export interface FolderRecord {
  readonly id: number;
  readonly uid: string;
  title: string;
  description: string;
  readonly parentUid: string | undefined;
  version: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

export interface DatasourceRecord {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  /** The plugin: `prometheus`, `loki`, `alertmanager`, … */
  readonly type: string;
  /** Where the real server is; nothing for the fake Loki, and for datasources that nobody asks. */
  readonly url: string | undefined;
  readonly isDefault: boolean;
  readonly jsonData: JsonObject;
}

export interface AnnotationRecord {
  readonly id: number;
  text: string;
  tags: readonly string[];
  timeMs: number;
  timeEndMs: number;
  readonly dashboardUid: string | undefined;
  readonly panelId: number;
  readonly login: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  data: JsonObject;
  /** Set by the alerting engine. */
  readonly transition:
    | {
        readonly ruleUid: string;
        readonly previous: string;
        readonly next: string;
        /** Of the instance. */
        readonly labels: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** A Grafana-managed rule, as the provisioning API sends it. */
export interface RuleRecord {
  readonly id: number;
  readonly uid: string;
  /** Everything but id, uid, updated and provenance. */
  body: JsonObject;
  provenance: '' | 'api';
  updatedAtMs: number;
  /** Where it was evaluated last. */
  instances: readonly RuleInstance[];
}

export type RuleState = 'Normal' | 'Pending' | 'Alerting' | 'NoData' | 'Error';

export interface RuleInstance {
  readonly state: RuleState;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly sinceMs: number;
}

export interface SilenceRecord {
  readonly id: string;
  matchers: readonly SilenceMatcher[];
  startsAtMs: number;
  endsAtMs: number;
  updatedAtMs: number;
  createdBy: string;
  comment: string;
}

export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

export interface IncidentRecord {
  readonly id: string;
  title: string;
  severity: string;
  status: string;
  readonly labels: readonly string[];
  isDrill: boolean;
  readonly roomPrefix: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  closedAtMs: number | undefined;
  readonly createdBy: string;
  readonly activity: ActivityRecord[];
}

export interface ActivityRecord {
  readonly id: string;
  readonly kind: string;
  readonly body: string;
  readonly by: string;
  readonly createdAtMs: number;
  readonly eventAtMs: number;
  readonly attachment: { readonly caption: string; readonly url: string } | undefined;
}
