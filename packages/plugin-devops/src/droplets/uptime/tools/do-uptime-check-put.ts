import type { LineclearError } from '@lineclear/core/plugin';
import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../../client/api-reader.ts';
import { droplets } from '../../connection.ts';
import { freeName, longId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, notNow, otherName, refusing, taken } from '../../text/refusals.ts';
import {
  type AlertAnswer,
  alertAnswer,
  alertsOf,
  type CheckAnswer,
  checkAnswer,
  checks,
  regions,
  showCheck,
  shownCheck,
} from '../check.ts';

const input = z.strictObject({
  id: longId.optional().describe('Absent: a new one.'),
  name: freeName.describe('Of the new one, or as it is.'),
  type: z.enum(['https', 'http', 'ping']).describe('How it asks.'),
  target: z
    .string()
    .refine(
      (text) => /^(?:https?:\/\/)?[\w.:-]{1,253}(?:\/[\w./~%-]{0,500})?$/.test(text),
      'Use a URL without a query, or a host.',
    )
    .describe('Such as https://example.com/health.'),
  regions: z
    .array(z.enum(regions))
    .refine((list) => list.length > 0, 'Name at least one.')
    .default([...regions])
    .describe('From where.'),
  enabled: z.boolean().default(true).describe('false pauses it.'),
  alert_email: z
    .string()
    .refine((text) => z.email().safeParse(text).success, 'Use an email address.')
    .optional()
    .describe('Also told when all regions find it down for 2 minutes.'),
});
type Given = z.output<typeof input>;

export const doUptimeCheckPut = droplets.write({
  name: 'do_uptime_check_put',
  title: 'Write an uptime check',
  toolset: 'uptime',
  risk: 'reversible',
  description: 'Create an uptime check, or change one, and tell an address when it is down. do_uptime_checks shows them.',
  input,
  output: shownCheck,
  classify: ({ input: { id, name } }) => ({ class: id === undefined ? 'create' : 'update', target: name }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { id, name } = given;
    const now = await checkLike({ given, reader, signal });
    const alerts = now === undefined || id === undefined ? [] : await alertsOf({ id: now.id, reader, signal });
    const before = id === undefined || now === undefined ? null : showCheck(now, alerts);
    return {
      description: `${id === undefined ? 'Create' : 'Change'} the uptime check ${quoted(name)} of ${quoted(given.target)} with ${profile.name}.`,
      guard: { now: now === undefined ? null : showCheck(now, alerts) },
      details: previewDetails({
        profile,
        target: name,
        sends: {
          ...(id === undefined ? {} : { id }),
          ...sentOf(given),
          ...(given.alert_email === undefined ? {} : { alert: alertFor(given.alert_email) }),
        },
        undo:
          id === undefined
            ? 'do_uptime_check_delete, where the policy allows it'
            : 'do_uptime_check_put with what `before` shows',
      }),
      before,
      warnings: [
        ...(before?.enabled === true && !given.enabled ? ['Nobody is told of an outage while it is paused.'] : []),
        ...(given.alert_email === undefined && alerts.length === 0 ? ['Nobody is told of an outage: name an alert_email.'] : []),
      ],
      ...refusing(refusalOf({ given, now, alerts })),
    };
  },
  execute: async ({ input: given, writer, signal, step }) => {
    const schema = z.object({ check: checkAnswer });
    const request =
      given.id === undefined
        ? { method: 'post' as const, path: '/v2/uptime/checks' }
        : { method: 'put' as const, path: path`/v2/uptime/checks/${given.id}` };
    const { check } = await writer.send({ ...request, json: sentOf(given), schema, signal });
    step('wrote the check');
    const known = await alertsOf({ id: check.id, reader: writer.reader, signal });
    if (given.alert_email === undefined || tells(known, given.alert_email)) return showCheck(check, known);
    const where = path`/v2/uptime/checks/${check.id}/alerts`;
    const json = alertFor(given.alert_email);
    const { alert } = await writer.send({ method: 'post', path: where, json, schema: z.object({ alert: alertAnswer }), signal });
    return showCheck(check, [...known, alert]);
  },
  // The preview refuses what is as wanted, so a check that is so now came with this plan.
  reconcile: async ({ input: given, reader, signal }) => {
    const found = await checkLike({ given, reader, signal });
    if (found === undefined) return 'unknown';
    const alerts = await alertsOf({ id: found.id, reader, signal });
    return isAsWanted({ given, now: found, alerts }) ? { result: showCheck(found, alerts) } : 'unknown';
  },
});

/** The check with the id, or for a new one the one that has its name. */
const checkLike = async ({ given, reader, signal }: { given: Given; reader: ApiReader; signal: AbortSignal }) =>
  (await reader.all({ ...checks, signal })).find((one) =>
    given.id === undefined ? one.name === given.name : one.id === given.id,
  );

const sentOf = ({ name, type, target, regions: from, enabled }: Given) => ({ name, type, target, regions: from, enabled });

const alertFor = (email: string) => ({
  name: `down, to ${email}`,
  type: 'down_global',
  period: '2m',
  notifications: { email: [email], slack: [] },
});

const tells = (alerts: readonly AlertAnswer[], email: string): boolean =>
  alerts.some(({ type, notifications }) => type === 'down_global' && notifications.email?.includes(email) === true);

interface Found {
  readonly given: Given;
  readonly now: CheckAnswer | undefined;
  readonly alerts: readonly AlertAnswer[];
}

const isAsWanted = ({ given, now, alerts }: Found): boolean =>
  now !== undefined &&
  now.name === given.name &&
  now.type === given.type &&
  now.target === given.target &&
  now.enabled === given.enabled &&
  (now.regions ?? []).toSorted().join() === [...new Set(given.regions)].toSorted().join() &&
  (given.alert_email === undefined || tells(alerts, given.alert_email));

const refusalOf = ({ given, now, alerts }: Found): LineclearError | undefined => {
  const { id, name } = given;
  if (id === undefined) {
    return now === undefined
      ? undefined
      : taken({ what: `The check ${quoted(name)}`, hint: `Name its id ${now.id} to change it.` });
  }
  if (now === undefined) return missing({ what: `the uptime check ${id}`, listedBy: 'do_uptime_checks' });
  if (now.name !== name) return otherName({ what: `The uptime check ${id}`, given: name, actual: now.name });
  if (!isAsWanted({ given, now, alerts })) return undefined;
  return notNow({ message: 'It is as you want it.', hint: 'Nothing has to be done.', reason: 'same' });
};
