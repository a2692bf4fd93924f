import * as z from 'zod';

const text = z.string().nullish();

/** GET /api/dashboards/uid/{uid}. The dashboard is read apart: it may be large, deep and hostile. */
export const legacyDashboard = z.object({
  dashboard: z.unknown(),
  meta: z.object({
    version: z.int().nullish(),
    folderUid: text,
    folderTitle: text,
    apiVersion: text,
    created: text,
    createdBy: text,
    updated: text,
    updatedBy: text,
    provisioned: z.boolean().nullish(),
  }),
});

/** POST /api/dashboards/db. */
export const legacySaved = z.object({ id: z.int().nullish(), uid: z.string(), version: z.int() });

const legacyVersion = z.object({ version: z.int(), message: text, created: text, createdBy: text });

/** GET /api/dashboards/uid/{uid}/versions: a list on older servers. */
export const legacyVersions = z.union([
  z.array(legacyVersion),
  z.object({ versions: z.array(legacyVersion) }).transform(({ versions }) => versions),
]);

/** GET /apis/dashboard.grafana.app. */
export const apiGroup = z.object({ versions: z.array(z.object({ version: z.string() })) });

/** GET /api/frontend/settings, as far as it says where the dashboards are. */
export const namespaceSettings = z.object({ namespace: z.string().min(1) });

const names = z.record(z.string(), z.string());

/** A dashboard below /apis. */
export const dashboardResource = z.object({
  metadata: z.object({
    name: z.string(),
    resourceVersion: z.string(),
    generation: z.int(),
    creationTimestamp: text,
    labels: names.nullish(),
    annotations: names.nullish(),
  }),
  spec: z.unknown(),
  status: z.object({ conversion: z.object({ failed: z.boolean().nullish(), storedVersion: text }).nullish() }).nullish(),
});
export type DashboardResource = z.output<typeof dashboardResource>;

/** A 404 of `/api`, and one of `/apis` about the dashboard that was asked for. */
export const legacyNotFound = z.object({ message: z.string() });
export const resourceNotFound = z.object({ kind: z.literal('Status'), details: z.object({ name: z.string() }) });

/** GET /api/search. */
export const searchHits = z.array(
  z.object({
    uid: z.string(),
    title: z.string(),
    type: z.string(),
    tags: z.array(z.string()).nullish(),
    folderUid: text,
    folderTitle: text,
  }),
);
