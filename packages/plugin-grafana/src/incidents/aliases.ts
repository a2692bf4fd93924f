import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { labelText } from './labels.ts';

/** Names that the tools for one incident have been called with. */
export const incidentArguments = renameArguments({
  id: 'incident_id',
  incidentId: 'incident_id',
  incidentID: 'incident_id',
  eventTime: 'event_time',
});

/** Names that incidents have been declared with; labels as objects. */
export const declarationArguments = (args: JsonObject): JsonObject => {
  const { labels, ...rest } = renameArguments({
    isDrill: 'drill',
    roomPrefix: 'room_prefix',
    attachUrl: 'attach_url',
    attachURL: 'attach_url',
    attachCaption: 'attach_caption',
  })(args);
  // Older callers send an empty text where they have no attachment.
  const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  if (labels === undefined || labels === null) return kept;
  return { ...kept, labels: Array.isArray(labels) ? labels.map(labelText) : labels };
};

/** The bare incident once it is written, whose `status` is its own; a preview, and what was not written, stays as it is. */
export const writtenIncident = (answer: JsonObject): JsonObject => bareWritten({ answer, field: 'incident' });

/** The same for the note that was added. */
export const writtenActivity = (answer: JsonObject): JsonObject => bareWritten({ answer, field: 'activity' });

const bareWritten = ({ answer, field }: { answer: JsonObject; field: string }): JsonObject => {
  const written = answer['status'] === 'executed' ? objectIn(answer['result'])[field] : undefined;
  return written === undefined ? answer : objectIn(written);
};

/** An incident alone, with its activity. */
export const asIncident = ({ incident, activity = [] }: JsonObject): JsonObject => ({ ...objectIn(incident), activity });

const objectIn = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
