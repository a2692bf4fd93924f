import type { JsonObject } from '@lineclear/core/plugin';
import { copyOf } from './json.ts';
import type { Store } from './store.ts';

/** Everything that a write would change, as JSON of its own. */
export const stateOf = (store: Store): JsonObject =>
  copyOf<JsonObject>({
    dashboards: [...store.dashboards.values()].map(({ uid, folderUid, version, json, v2Spec, versions }) => ({
      uid,
      folderUid,
      version,
      json,
      v2Spec: v2Spec ?? null,
      messages: versions.map(({ message }) => message),
    })),
    folders: [...store.folders.values()].map(({ uid, title, parentUid, version }) => ({
      uid,
      title,
      parentUid: parentUid ?? null,
      version,
    })),
    annotations: [...store.annotations.values()].map(({ id, text, tags, timeMs, timeEndMs, dashboardUid, panelId }) => ({
      id,
      text,
      tags: [...tags],
      timeMs,
      timeEndMs,
      dashboardUid: dashboardUid ?? null,
      panelId,
    })),
    rules: [...store.rules.values()].map(({ uid, body, provenance }) => ({ uid, body, provenance })),
    groupIntervals: Object.fromEntries(store.groupIntervals),
    contactPoints: [...store.contactPoints.values()],
    muteTimings: [...store.muteTimings.values()],
    policies: store.policies,
    silences: [...store.silences.values()].map(({ matchers, ...silence }) => ({
      ...silence,
      matchers: matchers.map((matcher) => ({ ...matcher })),
    })),
    incidents: [...store.incidents.values()].map(({ id, title, severity, status, labels, isDrill, activity }) => ({
      id,
      title,
      severity,
      status,
      labels: [...labels],
      isDrill,
      activity: activity.map(({ kind, body }) => ({ kind, body })),
    })),
    shortUrls: Object.fromEntries(store.shortUrls),
    logLines: store.loki.lineCount,
  });
