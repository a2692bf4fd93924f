import { tunnel } from '@lineclear/testing/grafana';
import { type MonitoringBackend, paths } from './backend.ts';
import { type Examples, noLimit, nowhere } from './examples.ts';

const newFolder = 'tunnel-alerts';
const rule = {
  title: 'Tunnel Errors',
  folder_uid: newFolder,
  rule_group: 'tunnel',
  data: [{ refId: 'A', datasourceUid: 'prometheus', model: { expr: 'sum(rate(tunnel_errors_total[5m])) > 1' } }],
  for: '5m',
  labels: { severity: 'warning' },
};
const silence = { matchers: ['alertname="Tunnel Down"'], end: 'now+2h', comment: 'Maintenance' };
const noRule = { input: { uid: nowhere }, error: 'not_found' } as const;

/** Somebody else changes how long the rule waits. */
const ruleChanged = ({ world }: MonitoringBackend): void =>
  void world.saveRule({ ...world.rule(tunnel.rule).body, uid: tunnel.rule, for: '9m' });

const sameSilence = ({ send }: MonitoringBackend): Promise<void> =>
  send({
    method: 'POST',
    path: paths.silences,
    json: {
      matchers: [{ name: 'alertname', value: 'Tunnel Down', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'somebody-else',
      comment: 'I was faster',
    },
  });

export const alertingExamples = ({ silence: silenceId }: { silence: string }): Examples => ({
  list_alerts: [{ input: {} }, { input: { matchers: ['severity="critical"'], state: 'silenced' } }, noLimit],
  list_silences: [{ input: {} }, { input: { alertmanager: nowhere }, error: 'not_found' }],
  create_silence: [
    { input: silence, drift: sameSilence },
    { input: { ...silence, end: 'now-2h' }, error: 'invalid_input' },
    { input: { ...silence, alertmanager: nowhere }, error: 'not_found' },
  ],
  delete_silence: [
    {
      input: { silence_id: silenceId },
      drift: ({ send }) => send({ method: 'DELETE', path: `${paths.silence}/${silenceId}` }),
    },
    { input: { silence_id: '0199ba5e-0000-4000-8000-00000000dead' }, error: 'not_found' },
  ],
  list_contact_points: [{ input: {} }, { input: { name: 'On', limit: 1 } }, noLimit],
  list_notification_policies: [{ input: {} }, noLimit],
  list_alert_rules: [
    { input: {} },
    { input: { state: 'firing' } },
    { input: { matchers: ['severity'] }, error: 'invalid_input' },
  ],
  get_alert_rule: [{ input: { uid: tunnel.rule } }, noRule],
  get_alert_history: [{ input: { uid: tunnel.rule } }, { input: { uid: tunnel.rule, start: 'soon' }, error: 'invalid_input' }],
  create_alert_rule: [
    { input: rule, drift: ({ world }) => world.addFolder({ uid: newFolder, title: 'Alerts of the Tunnel' }) },
    { input: { ...rule, folder_uid: tunnel.folder, title: 'Tunnel Down' }, error: 'conflict' },
    { input: { ...rule, for: 'a while' }, error: 'invalid_input' },
  ],
  update_alert_rule: [
    { input: { uid: tunnel.rule, changes: { for: '10m', labels: { severity: 'warning' } } }, drift: ruleChanged },
    { input: { uid: nowhere, changes: { for: '10m' } }, error: 'not_found' },
    { input: { uid: tunnel.rule, changes: { colour: 'red' } }, error: 'invalid_input' },
  ],
  delete_alert_rule: [{ input: { uid: tunnel.rule }, drift: ruleChanged }, noRule],
});
