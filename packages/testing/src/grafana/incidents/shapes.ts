import type { JsonObject } from '@lineclear/core/plugin';
import type { ActivityRecord, IncidentRecord } from '../model/records.ts';
import { slugOf } from '../world/slug.ts';

/** An incident as `GetIncident` answers it. */
export const toIncident = (record: IncidentRecord): JsonObject => ({
  incidentID: record.id,
  severity: record.severity,
  labels: labelsOf(record),
  isDrill: record.isDrill,
  incidentType: 'internal',
  createdTime: stamp(record.createdAtMs),
  modifiedTime: stamp(record.modifiedAtMs),
  createdByUser: userOf(record.createdBy),
  closedTime: closedTime(record),
  durationSeconds: Math.round(((record.closedAtMs ?? record.modifiedAtMs) - record.createdAtMs) / 1000),
  status: record.status,
  title: record.title,
  overviewURL: `/a/grafana-irm-app/incidents/${record.id}/${slugOf(record.title)}`,
  incidentMembership: { assignments: [], totalAssignments: 0, totalParticipants: 0 },
  taskList: { tasks: [], todoCount: 0, doneCount: 0 },
  summary: '',
  incidentStart: stamp(record.createdAtMs),
  incidentEnd: closedTime(record),
  incidentChannels: [],
  refs: [],
});

/** An incident as lists have it. */
export const toPreview = (record: IncidentRecord): JsonObject => ({
  incidentID: record.id,
  severityID: `severity-${record.severity}`,
  severityLabel: record.severity,
  incidentType: 'internal',
  labels: labelsOf(record),
  isDrill: record.isDrill,
  createdTime: stamp(record.createdAtMs),
  modifiedTime: stamp(record.modifiedAtMs),
  closedTime: closedTime(record),
  createdByUser: userOf(record.createdBy),
  title: record.title,
  description: '',
  summary: '',
  status: record.status,
  slug: slugOf(record.title),
  incidentStart: stamp(record.createdAtMs),
  incidentEnd: closedTime(record),
  fieldValues: [],
  incidentMembershipPreview: { importantAssignments: [], totalAssignments: 0, totalParticipants: 0 },
  incidentChannels: [],
  version: record.activity.length,
});

export const toActivityItem = (incident: IncidentRecord, activity: ActivityRecord): JsonObject => ({
  activityItemID: activity.id,
  incidentID: incident.id,
  user: userOf(activity.by),
  subjectUser: userOf(''),
  createdTime: stamp(activity.createdAtMs),
  eventTime: stamp(activity.eventAtMs),
  activityKind: activity.kind,
  body: activity.body,
  url: activity.attachment?.url ?? '',
  tags: [],
  immutable: activity.kind !== 'userNote',
  fieldValues: {},
  attachments: activity.attachment === undefined ? [] : [attachmentOf(activity)],
  relevance: 'normal',
});

const attachmentOf = ({ id, by, createdAtMs, attachment }: ActivityRecord): JsonObject => ({
  attachmentID: `${id}-attachment`,
  attachedByUserID: `grafana-incident:user-${by}`,
  attachmentErr: '',
  contentLength: 0,
  contentType: '',
  deletedTime: '',
  displayType: 'list',
  downloadURL: '',
  ext: '',
  fileType: '',
  hasThumbnail: false,
  path: attachment?.caption ?? '',
  sHA512: '',
  sourceURL: attachment?.url ?? '',
  thumbnailURL: '',
  uploadTime: stamp(createdAtMs),
  useSourceURL: true,
});

// Of a label in a request the server keeps the text alone.
const labelsOf = ({ labels }: IncidentRecord): JsonObject[] =>
  labels.map((label) => ({ key: 'tags', label, description: '', colorHex: '#7BC86C' }));

const userOf = (login: string): JsonObject => ({
  userID: login === '' ? '' : `grafana-incident:user-${login}`,
  name: login,
  photoURL: '',
});

const stamp = (ms: number): string => new Date(ms).toISOString();

const closedTime = ({ closedAtMs }: IncidentRecord): string => (closedAtMs === undefined ? '' : stamp(closedAtMs));
