import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markText } from '../../text/authored.ts';
import { alertKind } from '../kinds.ts';
import { readAlert } from '../read-alerts.ts';
import { locationsOf, secretLocation } from '../secret-locations.ts';
import { shownAlert, showAlert } from '../show-alert.ts';

export const githubAlertGet = github.read({
  name: 'github_alert_get',
  title: 'A security alert',
  toolset: 'alerts',
  description: 'Show one alert: where it is, what helps, and who closed it why. A secret that was found is never shown.',
  input: z.strictObject({ repo: repositoryName, kind: alertKind, number: z.int().min(1).describe('Of the alert.') }),
  output: shownAlert.extend({
    text: z.string(),
    facts: z.record(z.string(), z.unknown()),
    locations: z.array(secretLocation).describe('Of a secret; the first 30.'),
    closed: z.object({ reason: z.string().nullable(), comment: authoredText }).nullable(),
  }),
  run: async ({ input: { repo: repository, kind, number }, reader, signal }) => {
    const [alert, locations] = await Promise.all([
      readAlert({ kind, repository, number, reader, signal }),
      kind === 'secret' ? locationsOf({ repository, number, reader, signal }) : [],
    ]);
    const { by, reason, comment } = alert.closed;
    return {
      ...showAlert(alert),
      text: alert.text === '' ? '' : fence(alert.text, { source: 'the scanner or its advisory', limit: 4_000 }),
      facts: alert.facts,
      locations,
      closed: by == null ? null : { reason, comment: await markText({ author: by, text: comment, repository, reader, signal }) },
    };
  },
});
