import * as z from 'zod';
import { listAlias } from '../annotations/aliases.ts';
import { showAnnotation, shownAnnotation } from '../annotations/annotation.ts';
import { readAnnotations } from '../annotations/read-annotations.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { limitedText } from '../schemas/limited-text.ts';
import { tryOther } from '../schemas/try-other.ts';
import { parseRange } from '../time/time-range.ts';

export const getAnnotations = grafana.read({
  name: 'get_annotations',
  title: 'List annotations',
  toolset: 'navigation',
  offered: needsGrafana,
  description:
    'List annotations, newest first: deployments and other notes, state changes of alert rules. Use create_annotation to add one.',
  input: z.strictObject({
    start: z.string().optional().describe('now-24h'),
    end: z.string().optional().describe('Default: now'),
    tags: z.array(limitedText(100)).optional().describe('With all of them'),
    match_any: z.boolean().optional().describe('One tag is enough'),
    dashboard_uid: limitedText(80).optional().describe('Of one dashboard'),
    panel_id: z.int().min(1).max(1e9).optional().describe('Of one panel'),
    type: z.enum(['annotation', 'alert']).optional().describe('alert: state changes'),
    limit: z.int().min(1).max(500).default(50).describe('At most'),
  }),
  output: z.object({
    annotations: z.array(shownAnnotation),
    has_more: z.boolean(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [listAlias],
  async run({ input, reader, clock, signal }) {
    const rows = await readAnnotations({
      http: reader.grafana,
      query: {
        range: rangeOf({ ...input, nowMs: clock.now() }),
        tags: input.tags,
        matchAny: input.match_any,
        dashboardUid: input.dashboard_uid,
        panelId: input.panel_id,
        type: input.type,
        // One more tells whether there are more.
        limit: input.limit + 1,
      },
      signal,
    });
    return {
      annotations: rows.slice(0, input.limit).map(showAnnotation),
      has_more: rows.length > input.limit,
      ...(rows.length === 0 && { hints: [`There is no such annotation${tryOther(waysOf(input))}`] }),
    };
  },
});

/** Grafana heeds a range only where both ends are given. */
const rangeOf = ({ start, end, nowMs }: { start?: string | undefined; end?: string | undefined; nowMs: number }) =>
  start === undefined && end === undefined ? undefined : parseRange({ from: start, to: end, defaultFrom: '1980-01-01', nowMs });

const waysOf = ({
  start,
  end,
  tags = [],
  match_any: matchAny,
  dashboard_uid: dashboardUid,
  panel_id: panelId,
  type,
}: {
  start?: string | undefined;
  end?: string | undefined;
  tags?: readonly string[] | undefined;
  match_any?: boolean | undefined;
  dashboard_uid?: string | undefined;
  panel_id?: number | undefined;
  type?: string | undefined;
}) => [
  (start !== undefined || end !== undefined) && 'a longer range',
  tags.length > 0 && (tags.length === 1 ? 'no tag' : 'fewer tags'),
  tags.length > 1 && matchAny !== true && 'match_any=true',
  dashboardUid !== undefined && 'no dashboard_uid',
  panelId !== undefined && 'no panel_id',
  type !== undefined && 'no type',
];
