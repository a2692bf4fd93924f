import * as z from 'zod';
import { orNull } from './wire.ts';

/** GET /v1/templates. `namespaces` and `total_count` ignore the namespace that was asked for. */
export const templateList = z.object({
  namespaces: z.array(z.object({ name: z.string(), description: orNull(z.string()), template_count: z.number() })),
  templates: z.array(
    z.object({
      name: z.string(),
      namespace: z.string(),
      version: z.string(),
      description: orNull(z.string()),
      step_count: z.number(),
    }),
  ),
  total_count: z.number(),
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
      default_max_attempts: z.number(),
      result_schema: z.unknown().optional(),
    }),
  ),
});
export type TemplateDetail = z.output<typeof templateDetail>;
