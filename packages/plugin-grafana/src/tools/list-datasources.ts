import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { grafana } from '../connection.ts';
import { unlisted } from '../datasources/refusals.ts';
import { shownAddress } from '../datasources/shown-address.ts';
import { shownNames } from '../prometheus/shown-name.ts';
import { page } from '../prometheus/scope.ts';

const part = z.string();

const published: Alias = {
  name: 'mcp_grafana_list_datasources',
  output: ({ datasources }) =>
    bare(
      rows.parse(datasources).map(({ id, uid, name, type, is_default: isDefault }) => ({
        ...(id !== undefined && { id }),
        uid,
        name,
        type,
        isDefault,
      })),
    ),
};

const rows = z.array(
  z.object({
    id: z.int().optional(),
    uid: z.string(),
    name: z.string(),
    type: z.string(),
    is_default: z.boolean(),
    origin: z.enum(['grafana', 'profile']).describe('profile: asked directly, without Grafana.'),
    address: z.string().optional(),
  }),
);

export const listDatasources = grafana.read({
  name: 'list_datasources',
  title: 'List datasources',
  toolset: 'datasources',
  description: 'List datasources: those of Grafana, and servers asked directly. Use get_datasource for the settings of one.',
  input: z.strictObject({
    type: part.optional().describe('Part of it: prometheus.'),
    name: part.optional().describe('Part of it.'),
    limit: z.int().min(1).max(100).default(50).describe('At most.'),
    offset: z.int().min(0).max(100_000).default(0).describe('To skip.'),
  }),
  output: z.object({
    datasources: rows,
    total: z.int().describe('All that fit.'),
    more: z.int().describe('After these.'),
    notes: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input: { type, name, limit, offset }, reader, signal }) => {
    const has = (text: string, wanted: string | undefined): boolean => text.toLowerCase().includes(wanted?.toLowerCase() ?? '');
    const { datasources: all, failure } = await reader.datasources.listReachable({ signal });
    const fitting = all.filter((datasource) => has(datasource.type, type) && has(datasource.name, name));
    const { shown, leftOut } = page({ items: fitting, limit, offset });
    const types = [...new Set(all.map((datasource) => datasource.type))].toSorted();
    const notes = [
      ...(failure === undefined ? [] : [unlisted(failure)]),
      ...(fitting.length > 0
        ? shown.length > 0
          ? []
          : ['There are fewer: give a smaller offset.']
        : [types.length === 0 ? 'There are no datasources.' : `The types here are: ${shownNames({ texts: types, count: 20 })}.`]),
    ];
    return {
      datasources: shown.map(({ id, uid, name: title, type: kind, isDefault, origin, address }) => ({
        ...(id !== undefined && { id }),
        uid,
        name: title,
        type: kind,
        is_default: isDefault,
        origin,
        ...(address !== undefined && { address: shownAddress(address) }),
      })),
      total: fitting.length,
      more: leftOut,
      notes,
    };
  },
});
