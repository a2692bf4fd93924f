import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { grafana } from '../connection.ts';
import { declarationArguments, writtenIncident } from '../incidents/aliases.ts';
import { incidentsFor, openBackend } from '../incidents/choose-backend.ts';
import { declarationNote, findDeclared, openWithTitle } from '../incidents/declared.ts';
import { backendName, incident } from '../incidents/incident.ts';
import { severity, status, title, webAddress } from '../incidents/inputs.ts';
import { limitedText } from '../schemas/limited-text.ts';

export const createIncident = grafana.write({
  name: 'create_incident',
  title: 'Declare an incident',
  toolset: 'incidents',
  risk: 'additive',
  description: 'Declare an incident. Use list_incidents first: it may be open already, and add_activity_to_incident adds to it.',
  input: z.strictObject({
    title: title.describe('What is wrong'),
    severity,
    labels: z.array(limitedText(200)).optional().describe('component:tunnel'),
    drill: z.boolean().optional().describe('An exercise'),
    status: status.optional().describe('Default: active'),
    attach_url: webAddress.optional().describe('A link to show'),
    attach_caption: limitedText(200).optional().describe('Its text'),
    room_prefix: limitedText(40).optional().describe('Of the chat room'),
  }),
  output: z.object({ backend: backendName, incident }),
  aliases: [{ name: 'mcp_grafana_create_incident', input: declarationArguments, output: writtenIncident }],
  async preview(call) {
    const { input, profile } = call;
    const backend = await incidentsFor(call);
    const same = await openWithTitle({ backend, title: input.title });
    const isLocal = backend.name === 'local';
    const what = `${input.drill === true ? 'drill' : 'incident'} ${quoted(input.title)}`;
    return {
      description: `Declare the ${what} as ${input.severity}${input.status === 'resolved' ? ', resolved already' : ''} (${profile.name}).`,
      guard: { backend: backend.name, same: same.map(({ id }) => id) },
      changes: [
        ...(input.labels ?? []).map((label) => `+ label ${label}`),
        ...(input.attach_url === undefined ? [] : [`+ attachment ${input.attach_url}`]),
      ],
      details: { backend: backend.name },
      warnings: [
        ...same.map(({ id, created_at }) => `An incident with this title is open since ${quoted(created_at)}: ${quoted(id)}.`),
        ...(input.attach_caption !== undefined && input.attach_url === undefined
          ? ['attach_caption is the text of a link: without attach_url it is left out.']
          : []),
        ...(isLocal ? ["It is kept in lineclear's own store, without a chat room: nobody is notified."] : []),
      ],
    };
  },
  async execute(call) {
    const { input, guard, writer, idempotencyKey } = call;
    const backend = openBackend({ name: guard.backend, reader: writer.reader, call });
    const created = await backend.create({
      title: input.title,
      severity: input.severity,
      labels: input.labels ?? [],
      drill: input.drill ?? false,
      status: input.status ?? 'active',
      roomPrefix: input.room_prefix ?? 'incident',
      attachment:
        input.attach_url === undefined ? undefined : { url: input.attach_url, caption: input.attach_caption ?? input.attach_url },
      note: declarationNote(idempotencyKey),
    });
    return { backend: backend.name, incident: created };
  },
  // One that is not there may still come, and a plugin may keep the first note where it is not found.
  async reconcile(call) {
    const { input, guard, reader, idempotencyKey } = call;
    const backend = openBackend({ name: guard.backend, reader, call });
    const found = await findDeclared({ backend, title: input.title, planId: idempotencyKey, others: guard.same });
    return found === undefined ? 'unknown' : { result: { backend: backend.name, incident: found } };
  },
});
