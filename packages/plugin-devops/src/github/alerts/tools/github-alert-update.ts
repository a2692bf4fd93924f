import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { plainText } from '../../text/plain-text.ts';
import type { Alert } from '../alert.ts';
import { alertAnswers } from '../alert.ts';
import { alertKind, type AlertKind, alertReason, kindFacts, reasonFor } from '../kinds.ts';
import { alertPath, readAlert } from '../read-alerts.ts';
import { shownAlert, showAlert } from '../show-alert.ts';

export const githubAlertUpdate = github.write({
  name: 'github_alert_update',
  title: 'Close or reopen an alert',
  toolset: 'alerts',
  risk: 'reversible',
  description: 'Close an alert with a reason, or reopen it. github_alert_get shows what it is about.',
  input: z
    .strictObject({
      repo: repositoryName,
      kind: alertKind,
      number: z.int().min(1).describe('Of the alert.'),
      action: z.enum(['close', 'reopen']).describe('What.'),
      reason: alertReason.optional().describe('To close: why.'),
      comment: plainText(280).optional().describe('To close: more.'),
    })
    .refine(
      ({ action, reason, comment }) =>
        action === 'close' ? reason !== undefined : reason === undefined && comment === undefined,
      'to close an alert takes a reason, to reopen it neither reason nor comment',
    ),
  output: shownAlert,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, kind, number, action, reason, comment } = input;
    const named = reason === undefined ? undefined : reasonFor({ kind, reason });
    const alert = await readAlert({ kind, repository, number, reader, signal });
    const isSerious = action === 'close' && (kind === 'secret' || ['critical', 'high'].includes(alert.severity ?? ''));
    const isPossible = action === 'close' ? alert.state === 'open' : isClosed({ kind, alert });
    return {
      description: `${action === 'close' ? 'Close' : 'Reopen'} the ${kind} alert ${number} ${quoted(alert.title)} of ${repository} with ${profile.name}.`,
      guard: { state: alert.state, severity: alert.severity },
      before: { ...showAlert(alert), closed: alert.closed.reason },
      details: { ...(named === undefined ? {} : { reason: named }), ...(comment === undefined ? {} : { comment }) },
      warnings: isSerious
        ? [kind === 'secret' ? 'A secret that leaked stays leaked: it has to be replaced.' : `Its severity is ${alert.severity}.`]
        : [],
      // What is closed is looked at by nobody any more.
      ...(isSerious ? { risk: 'destructive' as const } : {}),
      ...(isPossible ? {} : { refusal: notNow({ action, alert }) }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, kind, number } = input;
    const values = { alert_number: number, ...toBody(input) };
    const schema: z.ZodType<Alert> = alertAnswers[kind];
    return showAlert(await writer.send({ method: 'PATCH', repository, path: alertPath({ kind }), values, schema, signal }));
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, kind, number, action, reason, comment = '' } = input;
    const alert = await readAlert({ kind, repository, number, reader, signal });
    const named = reason === undefined ? null : reasonFor({ kind, reason });
    const isDone =
      action === 'reopen'
        ? alert.state === 'open'
        : isClosed({ kind, alert }) && alert.closed.reason === named && alert.closed.comment === comment;
    return isDone ? { result: showAlert(alert) } : 'unknown';
  },
});

interface Change {
  readonly kind: AlertKind;
  readonly action: 'close' | 'reopen';
  readonly reason?: z.output<typeof alertReason> | undefined;
  readonly comment?: string | undefined;
}

const toBody = ({ kind, action, reason, comment }: Change): Record<string, unknown> => {
  if (action === 'reopen' || reason === undefined) return { state: 'open' };
  const named = reasonFor({ kind, reason });
  const [why, more] = kind === 'secret' ? ['resolution', 'resolution_comment'] : ['dismissed_reason', 'dismissed_comment'];
  return { state: kindFacts[kind].closed, [why]: named, ...(comment === undefined ? {} : { [more]: comment }) };
};

const isClosed = ({ kind, alert }: { kind: AlertKind; alert: Alert }): boolean =>
  alert.state === kindFacts[kind].closed || alert.state === 'auto_dismissed';

const notNow = ({ action, alert: { number, state } }: { action: string; alert: Alert }): LineclearError =>
  new LineclearError('conflict', `Alert ${number} is ${state}, so it cannot be ${action === 'close' ? 'closed' : 'reopened'}.`, {
    hint: 'Nothing needs to be done where that is what was wanted.',
    details: { reason: 'state', state },
  });
