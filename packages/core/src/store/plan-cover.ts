import type { JsonObject } from '../plugin/json.ts';
import type { Plan } from './plan.ts';

/** What a plan keeps in its preview, where another plan covers it. */
export const coveredBy = (cover: Plan): JsonObject => ({ covered_by: cover.id });

/** The plan that covers this one, as events and receipts name it; empty for a plan that was previewed and confirmed itself. */
export const coverOf = ({ preview: { covered_by: id } }: Plan): { readonly covered_by?: string } =>
  typeof id === 'string' ? { covered_by: id } : {};
