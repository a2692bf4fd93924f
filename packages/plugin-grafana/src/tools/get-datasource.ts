import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { fetchDetails } from '../datasources/datasource-details.ts';

const published: readonly Alias[] = ['', '_by_uid', '_by_name'].map((suffix) => ({
  name: `mcp_grafana_get_datasource${suffix}`,
  input: renameArguments({ name: 'uid' }),
  output: ({
    is_default: isDefault,
    address,
    read_only: readOnly,
    basic_auth: basicAuth,
    settings,
    type_name: typeName,
    ...rest
  }) => ({
    ...rest,
    isDefault: isDefault ?? false,
    url: address ?? '',
    readOnly: readOnly ?? false,
    basicAuth: basicAuth ?? false,
    jsonData: settings ?? {},
    ...(typeName !== undefined && { typeName }),
  }),
}));

export const getDatasource = grafana.read({
  name: 'get_datasource',
  title: 'Get a datasource',
  toolset: 'datasources',
  description:
    'Show the settings of one datasource, without its secrets. Use check_datasources_health to see whether it answers.',
  input: z.strictObject({ uid: z.string().min(1).describe('Uid or name, from list_datasources.') }),
  output: z.object({
    id: z.int().optional(),
    uid: z.string(),
    name: z.string(),
    type: z.string(),
    type_name: z.string().optional(),
    is_default: z.boolean(),
    origin: z.enum(['grafana', 'profile']),
    address: z.string().optional(),
    access: z.string().optional(),
    database: z.string().optional(),
    version: z.int().optional(),
    read_only: z.boolean(),
    basic_auth: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    secrets_set: z.array(z.string()).describe('Names of what is stored encrypted.'),
    notes: z.array(z.string()),
  }),
  aliases: published,
  run: async ({ input, reader, signal }) => {
    const datasource = await reader.datasources.find({ uid: input.uid, signal });
    const { id, uid, name, type, isDefault, origin } = datasource;
    const common = { ...(id !== undefined && { id }), uid, name, type, is_default: isDefault, origin };
    if (origin === 'grafana')
      return { ...common, ...(await fetchDetails({ http: reader.grafana, datasource, signal })), notes: [] };
    const notes = ['The profile names this server, so that Grafana has no settings of it.'];
    return { ...common, read_only: true, basic_auth: false, settings: {}, secrets_set: [], notes };
  },
});
