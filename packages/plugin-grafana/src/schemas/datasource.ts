import * as z from 'zod';

/** A row of GET /api/datasources, as far as it is used. The oldest servers know numbers only, which stand for uids then. */
const listedRow = z.object({
  id: z.int().optional(),
  uid: z.string().optional(),
  name: z.string(),
  type: z.string(),
  url: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  // An empty list instead of an object, from servers that serialise empty maps so.
  jsonData: z.object({ httpMethod: z.string().nullish() }).nullish().catch(null),
});
const withUid = ({ uid, ...row }: z.output<typeof listedRow>) => ({
  ...row,
  uid: uid === undefined || uid === '' ? String(row.id ?? row.name) : uid,
});
export type DatasourceRow = ReturnType<typeof withUid>;
export const datasourceRows = z.array(listedRow.transform(withUid));
const settingsRow = listedRow.omit({ url: true });

/** GET /api/frontend/settings: the datasources that the caller may query, by name, and those that Grafana brings itself. */
export const frontendSettings = z
  .object({
    defaultDatasource: z.string().nullish(),
    datasources: z.record(z.string(), z.unknown()),
  })
  .transform(({ defaultDatasource, datasources }) =>
    Object.values(datasources).flatMap((found): DatasourceRow[] => {
      const row = settingsRow.safeParse(found);
      // Built-in ones (`-- Grafana --`, `-- Mixed --`) have no server behind them. The url here is that of the proxy.
      if (!row.success || row.data.name.startsWith('-- ')) return [];
      return [{ ...withUid(row.data), isDefault: row.data.isDefault === true || row.data.name === defaultDatasource }];
    }),
  );
