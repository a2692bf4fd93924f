import { tunnel } from '@lineclear/testing/grafana';
import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { oldRule, seededIds } from '../grafana-sandbox.ts';
import { breakerAlert } from '../grafana-servers.ts';

const { silence } = await seededIds();
const reversible = { risk: 'reversible', approval: { required: 'model' } };
const nowhere = { alertmanager: 'nowhere' };
const breakerSilence = {
  matchers: [`alertname="${breakerAlert}"`],
  end: 'now+2h',
  comment: 'The breaker is known',
  alertmanager: 'alertmanager',
};

export const alertingReads: readonly Example[] = [
  {
    tool: 'list_alerts',
    args: { matchers: ['job="tunnel"'], alertmanager: 'alertmanager' },
    answers: {
      alerts: [
        {
          name: breakerAlert,
          state: 'active',
          annotations: { summary: 'The circuit breaker of tunnel opened' },
          receivers: ['nowhere'],
        },
      ],
      states: { active: 1, silenced: 0 },
    },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_silences',
    args: { text: 'upstream' },
    answers: { silences: [{ silence_id: silence, alertmanager: 'grafana', matchers: ['component="tunnel"'], state: 'active' }] },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_contact_points',
    args: {},
    answers: {
      contact_points: [
        { alertmanager: 'grafana', type: 'email' },
        { alertmanager: 'grafana', name: 'On call', type: 'webhook', uid: tunnel.contactPoint },
        { alertmanager: 'alertmanager', name: 'nowhere' },
      ],
    },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'list_notification_policies',
    args: {},
    answers: {
      policies: [
        { alertmanager: 'grafana', path: '0', group_by: ['grafana_folder', 'alertname'] },
        { alertmanager: 'alertmanager', path: '0', receiver: 'nowhere' },
      ],
    },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_alert_rules',
    args: { matchers: ['severity=~"critical|warning"'] },
    answers: {
      rules: [
        { source: 'grafana', uid: tunnel.rule, state: 'firing', firing: 1 },
        { source: 'prometheus', title: breakerAlert, state: 'firing', firing: 1 },
      ],
      states: { firing: 2 },
    },
    error: { args: { matchers: ['severity'] }, code: 'invalid_input' },
  },
  {
    tool: 'get_alert_rule',
    args: { uid: breakerAlert, datasource_uid: 'prometheus' },
    answers: {
      source: 'prometheus',
      state: 'firing',
      for: '6s',
      interval_seconds: 1,
      instances: [{ labels: { job: 'tunnel' } }],
    },
    error: { args: { uid: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'get_alert_history',
    args: { uid: tunnel.rule },
    answers: { changes: [{ from: 'normal', to: 'firing', values: { B: 1 } }], left_out: 0 },
    error: { args: { uid: tunnel.rule, start: 'soon' }, code: 'invalid_input' },
  },
];

export const alertingWrites: readonly Example[] = [
  {
    tool: 'create_silence',
    args: breakerSilence,
    answers: { ...reversible, details: { alerts_now: [{ name: breakerAlert, state: 'active' }], alerts_of_all: '1 of 1' } },
    executes: {
      result: { alertmanager: 'alertmanager', state: 'active', comment: 'The breaker is known' },
      afterwards: async ({ grafana }) => [await grafana?.alertmanager.silences(), await grafana?.alertmanager.breakerState()],
      found: [[{ state: 'active', comment: 'The breaker is known', matchers: [`alertname=${breakerAlert}`] }], 'suppressed'],
    },
    error: { args: { ...breakerSilence, end: 'now-2h' }, code: 'invalid_input' },
  },
  {
    tool: 'delete_silence',
    args: { silence_id: silence },
    answers: { ...reversible, details: { alerts_heard_again: [{ name: 'Tunnel Down' }] } },
    executes: {
      result: { silence_id: silence, alertmanager: 'grafana', state: 'expired' },
      afterwards: ({ grafana }) => grafana?.state().silences.map(({ id, endsAtMs }) => [id, endsAtMs <= Date.now()]),
      found: [[silence, true]],
    },
    error: { args: { silence_id: '0199ba5e-0000-4000-8000-00000000dead' }, code: 'not_found' },
  },
  {
    tool: 'create_alert_rule',
    args: {
      title: 'Breaker was open',
      uid: 'breaker-was-open',
      folder_uid: tunnel.folder,
      rule_group: 'breaker',
      data: [
        {
          refId: 'A',
          datasourceUid: 'prometheus',
          model: { expr: 'max(max_over_time(tunnel_circuit_breaker_state[2h])) > 1' },
        },
      ],
      for: '5m',
      labels: { severity: 'warning' },
    },
    answers: { risk: 'additive', details: { evaluation: { outcome: 'fires', firing: 1, series: 1 } } },
    executes: {
      result: { uid: 'breaker-was-open', folder_uid: tunnel.folder, rule_group: 'breaker', is_paused: false },
      afterwards: ({ grafana }) => {
        const { title, for: waits, labels } = grafana?.rule('breaker-was-open').body ?? {};
        return { title, waits, labels };
      },
      found: { title: 'Breaker was open', waits: '5m', labels: { severity: 'warning' } },
    },
    error: { args: { title: 'x', folder_uid: tunnel.folder, rule_group: 'x', data: [], for: 'a while' }, code: 'invalid_input' },
  },
  {
    tool: 'update_alert_rule',
    args: { uid: tunnel.rule, changes: { for: '10m' } },
    answers: {
      ...reversible,
      changes: expect.arrayContaining(['for: "5m" → "10m"']),
      details: { evaluation: { outcome: 'normal', series: 1 } },
    },
    executes: {
      result: { uid: tunnel.rule, title: 'Tunnel Down' },
      afterwards: ({ grafana }) => grafana?.rule(tunnel.rule).body['for'],
      found: '10m',
    },
    error: { args: { uid: tunnel.rule, changes: { colour: 'red' } }, code: 'invalid_input' },
  },
  {
    tool: 'delete_alert_rule',
    args: { uid: oldRule },
    answers: { risk: 'destructive', approval: { required: 'client' }, changes: [`- alert rule ${oldRule}`] },
    executes: {
      result: { uid: oldRule, title: 'Tunnel Silent', deleted: true },
      afterwards: ({ grafana }) => grafana?.state().rules.some(({ uid }) => uid === oldRule),
      found: false,
    },
    error: { args: { uid: 'nowhere' }, code: 'not_found' },
  },
];
