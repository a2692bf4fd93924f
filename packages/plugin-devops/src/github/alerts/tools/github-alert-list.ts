import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { alertKind, type AlertKind } from '../kinds.ts';
import { readAlerts } from '../read-alerts.ts';
import { shownAlert, showAlert } from '../show-alert.ts';

export const githubAlertList = github.read({
  name: 'github_alert_list',
  title: 'Security alerts',
  toolset: 'alerts',
  description: 'List what a scanner of GitHub found. Use github_alert_get for one alert whole.',
  input: z.strictObject({
    repo: repositoryName,
    kind: alertKind,
    state: z.enum(['open', 'closed', 'fixed', 'all']).default('open').describe('closed: by somebody.'),
    severity: z.enum(['critical', 'high', 'medium', 'low']).optional().describe('Not of secrets.'),
    limit: paging.limit,
    after: z.string().optional().describe('A next.'),
  }),
  output: z.object({
    alerts: z.array(shownAlert),
    left_out: z.int().describe('On this page, of another severity.'),
    next: z.string().nullable(),
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, kind, state, severity, limit, after } = input;
    if (kind === 'secret' && (severity !== undefined || state === 'fixed')) throw notOfSecrets();
    const filter = {
      ...(state === 'all' ? {} : { state: states[kind][state] }),
      ...(kind === 'dependency' && severity !== undefined ? { severity } : {}),
    };
    const { alerts, next } = await readAlerts({ kind, repository, reader, signal, filter, limit, after });
    // GitHub does not choose among findings in code by their severity.
    const wanted = alerts.filter((alert) => severity === undefined || alert.severity === severity);
    return { alerts: wanted.map(showAlert), left_out: alerts.length - wanted.length, next };
  },
});

const states: Readonly<Record<AlertKind, Readonly<Record<'open' | 'closed' | 'fixed', string>>>> = {
  code: { open: 'open', closed: 'dismissed', fixed: 'fixed' },
  dependency: { open: 'open', closed: 'dismissed,auto_dismissed', fixed: 'fixed' },
  secret: { open: 'open', closed: 'resolved', fixed: 'resolved' },
};

const notOfSecrets = (): LineclearError =>
  new LineclearError('invalid_input', 'Alerts about secrets have no severity and are never fixed by themselves.', {
    hint: 'Leave severity out, and use the state closed.',
  });
