import type { MonitoringBackend } from './backend.ts';
import { paths } from './backend.ts';
import { type Examples, noLimit } from './examples.ts';

const declaration = { title: 'Tunnel is slow', severity: 'minor', labels: ['component:tunnel'] };
const noIncident = { incident_id: '999999' };

export const incidentExamples = ({ incident }: { incident: string }): Examples => {
  const resolvedMeanwhile = ({ send }: MonitoringBackend): Promise<void> =>
    send({ method: 'POST', path: `${paths.incidents}.UpdateStatus`, json: { incidentID: incident, status: 'resolved' } });
  const change = { incident_id: incident, severity: 'minor' };
  const note = { incident_id: incident, body: 'The upstream is back' };
  const summary = { incident_id: incident, summary: 'The upstream refused connections; it was restarted.' };
  return {
    list_incidents: [
      { input: {} },
      // Without the plugin they are in the local store.
      { input: { status: 'active' }, arrange: ({ world }) => world.setSwitch('incidents', false) },
      noLimit,
    ],
    get_incident: [{ input: { incident_id: incident } }, { input: noIncident, error: 'not_found' }],
    create_incident: [
      {
        input: declaration,
        drift: ({ send }) =>
          send({
            method: 'POST',
            path: `${paths.incidents}.CreateIncident`,
            json: { ...declaration, labels: [], roomPrefix: 'incident', isDrill: false, status: 'active' },
          }),
      },
      // Nobody but the plugin itself changes what the local store has.
      { input: declaration, arrange: ({ world }) => world.setSwitch('incidents', false), drift: false },
      { input: { ...declaration, title: '' }, error: 'invalid_input' },
    ],
    update_incident: [
      {
        input: change,
        drift: ({ send }) =>
          send({ method: 'POST', path: `${paths.incidents}.UpdateSeverity`, json: { incidentID: incident, severity: 'major' } }),
      },
      { input: { ...change, ...noIncident }, error: 'not_found' },
      { input: { ...change, severity: 'critical' }, error: 'conflict' },
    ],
    add_activity_to_incident: [
      { input: note, drift: resolvedMeanwhile },
      { input: { ...note, ...noIncident }, error: 'not_found' },
      { input: { ...note, event_time: 'some time' }, error: 'invalid_input' },
    ],
    resolve_incident: [
      { input: summary, drift: resolvedMeanwhile },
      { input: summary, arrange: resolvedMeanwhile, error: 'conflict' },
      { input: { ...summary, ...noIncident }, error: 'not_found' },
    ],
  };
};
