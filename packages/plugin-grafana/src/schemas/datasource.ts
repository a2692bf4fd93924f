import * as z from 'zod';

/** A row of GET /api/datasources, as far as it is used. */
export const datasourceRow = z.object({
  id: z.int().optional(),
  uid: z.string(),
  name: z.string(),
  type: z.string(),
  url: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  // An empty list instead of an object, from servers that serialise empty maps so.
  jsonData: z.object({ httpMethod: z.string().nullish() }).nullish().catch(null),
});
export type DatasourceRow = z.output<typeof datasourceRow>;
export const datasourceRows = z.array(datasourceRow);

/** GET /api/frontend/settings: the datasources that the caller may query, by name, and those that Grafana brings itself. */
export const frontendSettings = z
  .object({
    defaultDatasource: z.string().nullish(),
    datasources: z.record(z.string(), z.unknown()),
  })
  .transform(({ defaultDatasource, datasources }) =>
    Object.values(datasources).flatMap((found): DatasourceRow[] => {
      const row = datasourceRow.omit({ url: true }).safeParse(found);
      // Built-in ones (`-- Grafana --`, `-- Mixed --`) have no server behind them. The url here is that of the proxy.
      if (!row.success || row.data.name.startsWith('-- ')) return [];
      return [{ ...row.data, isDefault: row.data.isDefault === true || row.data.name === defaultDatasource }];
    }),
  );
