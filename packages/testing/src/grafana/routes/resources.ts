import type { JsonObject } from '@lineclear/core/plugin';
import type { DashboardRecord } from '../model/records.ts';
import { titleOf } from '../world/dashboards.ts';
import { v2 } from '../world/v2-dashboards.ts';
import { Refusal } from '../../http/refusal.ts';

export const group = 'dashboard.grafana.app';

/** The version of a dashboard for writes: another one after every change. */
export const versionOf = ({ version, updatedAtMs }: DashboardRecord): string => String(updatedAtMs * 1000 + version);

/** A dashboard as a resource in the asked version. Of one that was stored in the second schema, the first one tells only a part. */
export const toResource = ({
  record,
  apiVersion,
  namespace,
}: {
  record: DashboardRecord;
  apiVersion: string;
  namespace: string;
}): JsonObject => ({
  kind: 'Dashboard',
  apiVersion,
  metadata: {
    name: record.uid,
    namespace,
    uid: `simulated-${record.uid}`,
    resourceVersion: versionOf(record),
    generation: record.version,
    creationTimestamp: new Date(record.createdAtMs).toISOString(),
    labels: { 'grafana.app/deprecatedInternalID': String(record.id) },
    annotations: {
      'grafana.app/createdBy': `user:${record.createdBy}`,
      ...(record.version > 1 && {
        'grafana.app/updatedBy': `user:${record.updatedBy}`,
        'grafana.app/updatedTimestamp': new Date(record.updatedAtMs).toISOString(),
      }),
      ...(record.folderUid !== '' && { 'grafana.app/folder': record.folderUid }),
      ...(record.versions.at(-1)?.message !== '' && { 'grafana.app/message': record.versions.at(-1)?.message ?? '' }),
    },
  },
  spec: specOf(record, apiVersion),
  status: record.v2Spec === undefined ? {} : { conversion: { failed: false, storedVersion: v2 } },
});

const specOf = (record: DashboardRecord, apiVersion: string): JsonObject => {
  if (apiVersion === `${group}/${v2}`) {
    if (record.v2Spec !== undefined) return record.v2Spec;
    throw failure({ code: 406, reason: 'NotAcceptable', message: `the conversion from v1beta1 to ${v2} is not simulated` });
  }
  const spec = Object.entries(record.json).filter(([field]) => !['id', 'uid', 'version'].includes(field));
  return { ...Object.fromEntries(spec), title: titleOf(record) };
};

/** What an error of these endpoints names. */
export const named = (name: string): JsonObject => ({ name, group, kind: 'dashboards' });

/** An error in the shape of Kubernetes. */
export const failure = ({
  code,
  reason,
  message,
  details,
}: {
  code: number;
  reason: string;
  message: string;
  details?: JsonObject;
}): Refusal =>
  new Refusal({
    status: code,
    json: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details !== undefined && { details }),
      code,
    },
  });
