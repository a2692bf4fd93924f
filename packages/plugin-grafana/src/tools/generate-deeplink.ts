import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { linkAddress } from '../links/address.ts';
import { linkAlias } from '../links/aliases.ts';
import { exploredDatasource } from '../links/explored-datasource.ts';
import { linkRange } from '../links/link-range.ts';
import { dashboardLink, exploreLink } from '../links/links.ts';

export const generateDeeplink = grafana.read({
  name: 'generate_deeplink',
  title: 'Link into Grafana',
  toolset: 'navigation',
  offered: needsGrafana,
  description:
    'Make a link to a dashboard, a panel, or queries in Explore; nothing is created in Grafana. Use search_dashboards for uids.',
  input: z.strictObject({
    resource_type: z.enum(['dashboard', 'panel', 'explore']).default('dashboard').describe('What it opens'),
    dashboard_uid: z.string().optional().describe('Of dashboard, panel'),
    panel_id: z.int().min(1).max(1e9).optional().describe('Of panel'),
    datasource_uid: z.string().optional().describe('Of explore'),
    queries: z.array(z.string()).optional().describe('Of explore: PromQL, LogQL'),
    start: z.string().optional().describe('now-6h'),
    end: z.string().optional().describe('now'),
    variables: z.array(z.string()).optional().describe('job=tunnel'),
    params: z.array(z.string()).optional().describe('refresh=30s'),
  }),
  output: z.object({ url: z.string() }),
  aliases: [linkAlias],
  async run({ input, reader, clock, signal }) {
    const address = linkAddress(reader.address);
    const { orgId } = reader;
    const range = linkRange({ start: input.start, end: input.end, nowMs: clock.now() });
    if (input.resource_type === 'explore') {
      const datasource = await exploredDatasource({ reader, uid: input.datasource_uid, signal });
      return { url: exploreLink({ address, orgId, datasource, queries: input.queries ?? [], range }) };
    }
    const { dashboard_uid: uid, panel_id: panelId, variables = [], params = [] } = input;
    if (uid === undefined) throw missing('dashboard_uid');
    if (input.resource_type === 'panel' && panelId === undefined) throw missing('panel_id');
    return { url: dashboardLink({ address, orgId, uid, panelId, range, variables, params }) };
  },
});

const missing = (field: string): LineclearError =>
  new LineclearError('invalid_input', `This link needs ${field}.`, {
    hint: 'Find uids with search_dashboards, and panels with get_dashboard_summary.',
    details: { reason: 'missing', field },
  });
