import type { Clock, JsonObject } from '@lineclear/core/plugin';
import { LokiStore } from '../loki/store.ts';
import type {
  AnnotationRecord,
  DashboardRecord,
  DatasourceRecord,
  FolderRecord,
  IncidentRecord,
  RuleRecord,
  SilenceRecord,
} from '../model/records.ts';

/** Everything that one sandbox knows. */
export class Store {
  readonly clock: Clock;
  readonly loki: LokiStore;
  readonly dashboards = new Map<string, DashboardRecord>();
  readonly folders = new Map<string, FolderRecord>();
  readonly datasources = new Map<string, DatasourceRecord>();
  readonly annotations = new Map<number, AnnotationRecord>();
  readonly rules = new Map<string, RuleRecord>();
  /** Seconds by `<folder uid>/<group>`; 60 for a group that is not here. */
  readonly groupIntervals = new Map<string, number>();
  readonly contactPoints = new Map<string, JsonObject>();
  readonly muteTimings = new Map<string, JsonObject>();
  policies: JsonObject;
  readonly silences = new Map<string, SilenceRecord>();
  readonly incidents = new Map<string, IncidentRecord>();
  readonly shortUrls = new Map<string, string>();
  #lastId = 0;

  constructor({ clock }: { clock: Clock }) {
    this.clock = clock;
    this.loki = new LokiStore();
    this.policies = defaultPolicies();
  }

  get nowMs(): number {
    return this.clock.now();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** An id in the shape of the server's short uids, the same in every run. */
  nextUid(prefix: string): string {
    return `${prefix}${this.nextId().toString(36).padStart(11, '0')}`;
  }
}

/** The tree that a new server has, and that a reset brings back. */
export const defaultPolicies = (): JsonObject => ({
  receiver: 'grafana-default-email',
  group_by: ['grafana_folder', 'alertname'],
});
