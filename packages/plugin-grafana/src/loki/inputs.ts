import * as z from 'zod';

export const datasourceUid = z.string().min(1).max(255).optional().describe('Uid or name; the default when absent.');
const moment = z.string().min(1).max(60);
export const start = moment.optional().describe('now-1h when absent; RFC 3339 or epoch.');
export const end = moment.optional().describe('Now when absent.');
export const logql = z.string().min(1).max(5_000);
export const optionalSelector = logql.optional().describe('Such as {app="api"}.');
export const labels = z
  .record(z.string().max(200), z.string().max(1_000))
  .optional()
  .describe('Such as {"app": "api"}; this or selector.');
