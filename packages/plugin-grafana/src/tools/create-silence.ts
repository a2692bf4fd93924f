import * as z from 'zod';
import { showMatcher } from '../alertmanager/matcher.ts';
import { silenceArguments } from '../alertmanager/silence-alias.ts';
import { namedPlace, writerAt } from '../alertmanager/place.ts';
import { readAlerts } from '../alertmanager/read-alerts.ts';
import { readSilences } from '../alertmanager/read-silences.ts';
import { createdSilence } from '../alertmanager/schemas.ts';
import { shownSilence, showSilence } from '../alertmanager/show-silence.ts';
import { checkedMatchers, hasMatchers, previewSilence } from '../alertmanager/silence-plan.ts';
import { silenceTimes } from '../alertmanager/silence-times.ts';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { grafana } from '../connection.ts';
import { notedFor, noteWrite } from '../lost-answers/write-note.ts';

export const createSilence = grafana.write({
  name: 'create_silence',
  title: 'Silence alerts',
  toolset: 'alerting',
  offered: needsAlertmanager,
  risk: 'reversible',
  description: 'Silence the alerts that fit all matchers, for a while. Use delete_silence to end it earlier.',
  input: z.strictObject({
    matchers: z.array(z.string()).min(1).max(20).describe('alertname="TunnelDown"'),
    end: z.string().describe('now+2h'),
    start: z.string().default('now').describe('now+30m'),
    comment: z.string().trim().min(3).max(500).describe('Why'),
    alertmanager: z.string().optional().describe('grafana or a uid'),
  }),
  output: shownSilence,
  aliases: [
    { name: 'mcp_grafana_create_silence', input: silenceArguments },
    ...operationAliases({ tool: 'alerting_manage_silences', operations: ['create'], input: silenceArguments }),
  ],
  preview: ({ input, reader, principal, profile, clock, signal }) =>
    previewSilence({ request: input, principal: principal.id, profile: profile.name, nowMs: clock.now(), reader, signal }),
  async execute({ input, writer, guard, principal, clock, state, idempotencyKey, signal }) {
    const matchers = checkedMatchers(input.matchers);
    const { startsAtMs, endsAtMs } = silenceTimes({ ...input, nowMs: clock.now() });
    const place = await namedPlace({ uid: guard.alertmanager, reader: writer.reader, signal });
    const times = { startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(endsAtMs).toISOString() };
    // Alertmanager takes no id from outside: were the answer lost, the end to the millisecond is what tells this silence from others.
    await noteWrite({ state, kind: 'silence', planId: idempotencyKey, value: times.endsAt, nowMs: clock.now() });
    const json = { matchers, ...times, createdBy: principal.id, comment: input.comment };
    const silenceId = (await writerAt({ place, writer }).post('/silences', { json, signal })).json(createdSilence);
    return {
      silence_id: silenceId,
      alertmanager: place.uid,
      state: startsAtMs > clock.now() ? 'pending' : 'active',
      matchers: matchers.map(showMatcher),
      starts_at: times.startsAt,
      ends_at: times.endsAt,
      created_by: principal.id,
      comment: input.comment,
    };
  },
  async verify({ output, reader, signal }) {
    const place = await namedPlace({ uid: output.alertmanager, reader, signal });
    const alerts = await readAlerts({ place, matchers: checkedMatchers(output.matchers), reader, signal });
    return { alerts_silenced: alerts.filter(({ status }) => status.silencedBy.includes(output.silence_id)).length };
  },
  // One that is not there may still come: a request that was given up may be at work.
  async reconcile({ input, reader, guard, principal, state, idempotencyKey, signal }) {
    const endsAt = await notedFor({ state, kind: 'silence', planId: idempotencyKey });
    if (endsAt === undefined) return 'unknown';
    const matchers = checkedMatchers(input.matchers);
    const place = await namedPlace({ uid: guard.alertmanager, reader, signal });
    const found = (await readSilences({ place, reader, signal })).find(
      (silence) =>
        silence.id !== guard.same_silence &&
        Date.parse(silence.endsAt) === Date.parse(endsAt) &&
        silence.createdBy === principal.id &&
        silence.comment === input.comment &&
        hasMatchers({ silence, matchers }),
    );
    return found === undefined ? 'unknown' : { result: showSilence({ place, silence: found }) };
  },
});
