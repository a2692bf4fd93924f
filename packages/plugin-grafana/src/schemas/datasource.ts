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
