import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const runIncident = definePrompt({
  name: 'run_incident',
  title: 'Run an incident',
  description: 'From the first alarm to a resolved incident: what fires, what fails and since when, noted as it is found.',
  args: z.object({
    symptom: z.string().optional().describe('What was noticed, in a few words.'),
    incident_id: z.string().optional().describe('The incident, when one is open already.'),
  }),
  tools: ['list_incidents', 'get_incident', 'create_incident', 'add_activity_to_incident', 'resolve_incident'],
  render: ({ args: { symptom, incident_id: incident } }) =>
    procedure({
      purpose: `There is ${incident === undefined ? 'an incident' : `the incident ${incident}`}${symptom === undefined ? '' : `: ${symptom}`}. Run it with me, and give times and figures with everything you say. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        incident === undefined
          ? '`list_incidents` with status "active": is it open already? Then go on with that one.'
          : '`get_incident`: what is known, and what was done?',
        '`list_alerts`: what fires, since when? `get_alert_rule` and the runbook of the first of them: what does it mean?',
        ...(incident === undefined
          ? [
              '`create_incident` with the severity that clients notice, and the labels of the alert. Do it before you look for the cause.',
            ]
          : []),
        '`query_prometheus` from an hour before it began: error share, latency, traffic. What changed first, and when?',
        '`find_error_pattern_logs` around that time: which patterns are new, with which first line? `find_slow_requests`: which routes?',
        '`get_annotations`: was something released or changed just before?',
        '`add_activity_to_incident`: cause, evidence and what is being done, one note for each thing found. Offer `create_silence` for an alert that everybody knows of by now, for an hour at most.',
        'After the repair, `query_prometheus` and `list_alerts` again: is it back to normal, for how long?',
        '`resolve_incident`, when I agree that it is over: what it was, and what ended it.',
      ],
      end: 'End with a timeline, the cause with its evidence, what was done and by whom, and what would have shown the trouble earlier.',
    }),
});
