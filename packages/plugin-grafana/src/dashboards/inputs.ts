import * as z from 'zod';

/** Values in the place of what a dashboard opens with. */
export const variables = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .describe('Such as {"job":"api"}; others as the dashboard has them');
