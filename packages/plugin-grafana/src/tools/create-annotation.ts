import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { createAlias } from '../annotations/aliases.ts';
import { annotatedDashboard } from '../annotations/annotated-dashboard.ts';
import { showAnnotation, shownAnnotation } from '../annotations/annotation.ts';
import { bodyOf, isSame, timesOf } from '../annotations/new-annotation.ts';
import { readAnnotations } from '../annotations/read-annotations.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { notedFor, noteWrite } from '../lost-answers/write-note.ts';
import { limitedText } from '../schemas/limited-text.ts';

export const createAnnotation = grafana.write({
  name: 'create_annotation',
  title: 'Add an annotation',
  toolset: 'navigation',
  risk: 'additive',
  offered: needsGrafana,
  description:
    'Add an annotation to a dashboard, a panel, or the whole organisation: a deployment, an outage. Use get_annotations to read them.',
  input: z.strictObject({
    text: limitedText(8_000).describe('What happened'),
    tags: z.array(limitedText(100)).optional().describe('deploy'),
    time: z.string().optional().describe('now-5m; default: now'),
    time_end: z.string().optional().describe('Makes it a region'),
    dashboard_uid: limitedText(80).optional().describe('From search_dashboards'),
    panel_id: z.int().min(1).max(1e9).optional().describe('Of this dashboard'),
  }),
  output: z.object({ annotation: shownAnnotation }),
  aliases: [createAlias],
  async preview({ input, reader, profile, clock, signal }) {
    const { time, timeEnd } = timesOf({ request: input, nowMs: clock.now() });
    const http = reader.grafana;
    const uid = input.dashboard_uid;
    const dashboard = uid === undefined ? undefined : await annotatedDashboard({ http, uid, signal });
    const range = { fromMs: time, toMs: time };
    const rows = await readAnnotations({ http, query: { range, dashboardUid: uid, limit: 100 }, signal });
    const same = rows.filter((row) => isSame({ row, request: input, time }));
    const isPanelUnknown = input.panel_id !== undefined && dashboard?.panelIds?.includes(input.panel_id) === false;
    const place = dashboard === undefined ? 'the whole organisation' : `the dashboard ${quoted(dashboard.title)}`;
    return {
      description: `Add an annotation to ${place} (${profile.name}).`,
      guard: { dashboard: uid ?? null, same: same.map(({ id }) => id) },
      changes: [`+ ${input.text}`, ...(input.tags ?? []).map((tag) => `+ tag ${tag}`)],
      details: {
        time: new Date(time).toISOString(),
        ...(timeEnd !== undefined && { time_end: new Date(timeEnd).toISOString() }),
      },
      warnings: [
        ...(isPanelUnknown ? [`The dashboard has no panel ${input.panel_id}: the annotation would be seen nowhere.`] : []),
        ...(uid === undefined && (input.tags ?? []).length === 0
          ? ['Without a dashboard it is found by its tags, and it has none.']
          : []),
        ...(same.length > 0 ? ['The same annotation is there already.'] : []),
      ],
    };
  },
  async execute({ input, writer, clock, state, idempotencyKey, signal }) {
    const times = timesOf({ request: input, nowMs: clock.now() });
    const json = bodyOf({ request: input, times });
    // Grafana takes no id from outside: were the answer lost, text and time are what tells this annotation from others.
    await noteWrite({ state, kind: 'annotation', planId: idempotencyKey, value: String(times.time), nowMs: clock.now() });
    const { id } = (await writer.grafana.post('/api/annotations', { json, signal })).json(z.object({ id: z.int() }));
    return { annotation: showAnnotation({ id, ...json }) };
  },
  // One that is not there may still come: a request that was given up may be at work.
  async reconcile({ input, reader, guard, state, idempotencyKey, signal }) {
    const noted = await notedFor({ state, kind: 'annotation', planId: idempotencyKey });
    if (noted === undefined) return 'unknown';
    const time = Number(noted);
    const query = { range: { fromMs: time, toMs: time }, dashboardUid: input.dashboard_uid, limit: 100 };
    const rows = await readAnnotations({ http: reader.grafana, query, signal });
    const found = rows.find((row) => isSame({ row, request: input, time }) && !guard.same.includes(row.id));
    return found === undefined ? 'unknown' : { result: { annotation: showAnnotation(found) } };
  },
});
