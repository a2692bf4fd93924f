import * as z from 'zod';

/** Text of a reasonable length; the limit stays out of the schema, which every model has to read. */
const text = (most: number) =>
  z.string().refine((value) => value.trim() !== '' && value.length <= most, { error: `should have 1 to ${most} characters` });

export const datasourceUid = text(255).optional().describe('Uid or name.');
export const start = text(60).optional().describe('now-1h when absent.');
export const end = text(60).optional().describe('Now when absent.');
export const logql = text(5_000);
export const optionalSelector = logql.optional().describe('Such as {app="api"}.');
export const labels = z
  .record(z.string(), z.string())
  .refine((value) => Object.keys(value).length <= 50, { error: 'should be at most 50 labels' })
  .optional()
  .describe('Such as {"app": "api"}; or selector.');
export const maxLines = z.int().min(1).max(10_000).default(2_000).describe('Lines to read.');
