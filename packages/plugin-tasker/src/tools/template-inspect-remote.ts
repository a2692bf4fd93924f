import * as z from 'zod';
import { chooseTemplate } from '../remote-templates/choose-template.ts';
import { tasker } from '../connection.ts';
import { templateSightings } from '../remote-templates/template-sightings.ts';

const step = z.object({
  name: z.string(),
  description: z.string().nullable(),
  default_retryable: z.boolean(),
  default_max_attempts: z.number(),
  result_schema: z.unknown().describe('JSON Schema of the result; null where it has none.'),
  handler: z.string().nullable(),
  dependencies: z.array(z.string()).nullable(),
});

export const templateInspectRemote = tasker.read({
  name: 'template_inspect_remote',
  title: 'Inspect a template of the server',
  toolset: 'system',
  description:
    'Show one workflow template of the server with its steps. Use template_inspect for a template file, template_list_remote for names.',
  input: z.strictObject({
    namespace: z.string().min(1).max(100).describe('For example "production".'),
    name: z.string().min(1).max(200).describe('For example "order_fulfillment".'),
    version: z.string().min(1).max(100).optional().describe('For example "1.0.0"; the newest when absent.'),
  }),
  output: z.object({
    namespace: z.string(),
    name: z.string(),
    version: z.string(),
    other_versions: z.array(z.string()).describe('Newest first.'),
    description: z.string().nullable(),
    steps: z.array(step),
    step_count: z.int(),
    handlers_source: z.string().nullable().describe('The answer that names handlers and dependencies; null where none does.'),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { namespace, name, version }, reader, signal }) => {
    const { template, versions } = await chooseTemplate({ reader, namespace, name, version, signal });
    const sighted = await templateSightings({ reader, signal })(template);
    const sighting = 'why' in sighted ? undefined : sighted;
    return {
      namespace: template.namespace,
      name: template.name,
      version: template.version,
      other_versions: versions.filter((one) => one !== template.version).slice(0, 50),
      description: template.description,
      steps: template.steps.map((one) => ({
        ...one,
        result_schema: one.result_schema ?? null,
        handler: sighting?.steps.get(one.name)?.handler ?? null,
        dependencies: sighting?.steps.get(one.name)?.dependencies ?? null,
      })),
      step_count: template.steps.length,
      handlers_source: sighting?.source ?? null,
      notes: [notShown, 'why' in sighted ? `${sighted.why} ${fromFile}` : fromTask],
    };
  },
});

const notShown = 'The server shows neither the input schema nor handlers and dependencies of a template.';
const fromTask = 'Handlers and dependencies are those of the newest task of this version.';
const fromFile = 'The template file has handlers and dependencies.';
