import * as z from 'zod';

// Definitions are sent to every client: bounds that only guard against nonsense stand in code, and not in the schema.
export const datasourceUid = z.string().optional().describe('Uid or name.');
const moment = z.string().optional();
export const start = moment.describe('now-6h, RFC 3339, epoch.');
export const end = moment.describe('Default: now.');
export const stepSeconds = z.number().positive().optional().describe('Between points.');
export const matches = z.array(z.string()).max(20).optional().describe('Selectors: up{job="api"}.');
// It stands in a path; names with other letters are known to newer servers.
const isLabel = (text: string): boolean => text.length > 0 && text.length <= 500 && !/[/\\]|^\.+$/.test(text);
export const label = z.string().refine(isLabel, { error: 'is no name of a label' });
export const limit = z.int().min(1).max(1_000).default(100).describe('At most.');
