import { path, type Preview } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findSilence } from '../alertmanager/find-silence.ts';
import { namedPlace, writerAt } from '../alertmanager/place.ts';
import { readSilence } from '../alertmanager/read-silences.ts';
import { type EndGuard, previewEnd } from '../alertmanager/silence-end.ts';
import { shownSilence, showSilence } from '../alertmanager/show-silence.ts';
import { silenceIdArguments } from '../alertmanager/silence-alias.ts';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { expectDone } from '../client/expect-done.ts';
import { grafana } from '../connection.ts';

export const deleteSilence = grafana.write({
  name: 'delete_silence',
  title: 'End a silence',
  toolset: 'alerting',
  offered: needsAlertmanager,
  risk: 'reversible',
  description: 'End a silence now, so that its alerts are notified again. Use list_silences to find it.',
  input: z.strictObject({
    silence_id: z.string().min(1).max(80).describe('From list_silences'),
    alertmanager: z.string().optional().describe('grafana or a uid; default all'),
  }),
  output: shownSilence,
  aliases: [
    { name: 'mcp_grafana_delete_silence', input: silenceIdArguments },
    ...operationAliases({ tool: 'alerting_manage_silences', operations: ['delete'], input: silenceIdArguments }),
  ],
  async preview({ input, reader, profile, signal }): Promise<Preview<EndGuard>> {
    const found = await findSilence({ id: input.silence_id, uid: input.alertmanager, reader, signal });
    return previewEnd({ ...found, profile: profile.name, reader, signal });
  },
  async execute({ input, writer, guard, clock, signal }) {
    const place = await namedPlace({ uid: guard.alertmanager, reader: writer.reader, signal });
    const silence = await readSilence({ place, id: input.silence_id, reader: writer.reader, signal });
    expectDone(await writerAt({ place, writer }).delete(path`/silence/${silence.id}`, { signal }));
    return { ...showSilence({ place, silence }), state: 'expired', ends_at: new Date(clock.now()).toISOString() };
  },
  // Alertmanager keeps what has ended for some days.
  async verify({ output, reader, signal }) {
    const place = await namedPlace({ uid: output.alertmanager, reader, signal });
    const { state, ends_at } = showSilence({
      place,
      silence: await readSilence({ place, id: output.silence_id, reader, signal }),
    });
    return { state, ends_at };
  },
  async reconcile({ input, reader, guard, signal }) {
    const place = await namedPlace({ uid: guard.alertmanager, reader, signal });
    const silence = await readSilence({ place, id: input.silence_id, reader, signal });
    return silence.status.state === 'expired' ? { result: showSilence({ place, silence }) } : 'unknown';
  },
});
