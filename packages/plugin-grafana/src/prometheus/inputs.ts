import * as z from 'zod';

export const datasourceUid = z.string().min(1).max(255).optional().describe('Uid or name; the default when absent.');
export const expression = z.string().min(1).max(20_000);
const moment = z.string().min(1).max(60);
export const end = moment.optional().describe('Now when absent.');
export const startFrom = (absent: string) => moment.optional().describe(`now-6h, RFC 3339 or epoch; ${absent} when absent.`);
export const stepSeconds = z.number().min(0.001).max(31_536_000).optional().describe('Between points; chosen when absent.');
export const matches = z
  .array(z.string().min(1).max(2_000))
  .max(20)
  .optional()
  .describe('Only series that one of these selects: up{job="api"}.');
