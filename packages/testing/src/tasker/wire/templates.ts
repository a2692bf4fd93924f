import type { Template } from '../model/records.ts';

/** TemplateListResponse. The namespaces and the total ignore the filter; an unknown namespace has no templates and is no error. */
export const templateList = (templates: readonly Template[], namespace: string | undefined): object => ({
  namespaces: Object.entries(Object.groupBy(templates, (template) => template.namespace)).map(([name, group = []]) => ({
    name,
    description: `Simulated namespace ${name}`,
    template_count: group.length,
  })),
  templates: templates
    .filter((template) => namespace === undefined || template.namespace === namespace)
    .map((template) => ({
      name: template.name,
      namespace: template.namespace,
      version: template.version,
      description: template.description,
      step_count: template.steps.length,
    })),
  total_count: templates.length,
});

/** TemplateDetail: without handlers, without dependencies, and with a configuration that is always null. */
export const templateDetail = (template: Template): object => ({
  name: template.name,
  namespace: template.namespace,
  version: template.version,
  description: template.description,
  configuration: null,
  steps: template.steps.map((step) => ({
    name: step.name,
    description: step.description,
    default_retryable: step.retryable,
    default_max_attempts: step.maxAttempts,
    ...(step.resultSchema !== undefined && { result_schema: step.resultSchema }),
  })),
});
