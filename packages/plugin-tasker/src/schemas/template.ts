import * as z from 'zod';
import { amount, count, orNull, someJson } from './wire.ts';

/** GET /v1/templates. `namespaces` and `total_count` ignore the namespace that was asked for. */
export const templateList = z.object({
  namespaces: z.array(z.object({ name: z.string(), description: orNull(z.string()), template_count: amount })),
  templates: z.array(
    z.object({
      name: z.string(),
      namespace: z.string(),
      version: z.string(),
      description: orNull(z.string()),
      step_count: count,
    }),
  ),
  total_count: count,
});
export type TemplateList = z.output<typeof templateList>;

/** GET /v1/templates/{namespace}/{name}/{version}: without handlers, dependencies and input schema. */
export const templateDetail = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  description: orNull(z.string()),
  steps: z.array(
    z.object({
      name: z.string(),
      description: orNull(z.string()),
      default_retryable: z.boolean(),
      default_max_attempts: count,
      result_schema: someJson.optional(),
    }),
  ),
});
export type TemplateDetail = z.output<typeof templateDetail>;
