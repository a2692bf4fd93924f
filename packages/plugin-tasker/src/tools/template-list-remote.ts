import * as z from 'zod';
import { newestFirst } from '../remote-templates/versions.ts';
import { tasker } from '../connection.ts';
import { clip } from '../dlq/dlq-row.ts';
import type { TemplateList } from '../schemas/template.ts';

const template = z.object({
  namespace: z.string(),
  name: z.string(),
  version: z.string().describe('The newest.'),
  other_versions: z.array(z.string()).describe('Newest first.'),
  step_count: z.number(),
  description: z.string().nullable(),
});

export const templateListRemote = tasker.read({
  name: 'template_list_remote',
  title: 'List templates of the server',
  toolset: 'system',
  description:
    'List the workflow templates that the server knows, with their versions. Use template_inspect_remote for the steps of one.',
  input: z.strictObject({
    namespace: z.string().min(1).max(100).optional().describe('Only this one, for example "production".'),
  }),
  output: z.object({
    namespaces: z.array(z.object({ name: z.string(), description: z.string().nullable(), template_count: z.number() })),
    templates: z.array(template),
    total: z.int().describe('Templates that fit; versions of one count once.'),
    complete: z.boolean(),
    known_namespaces: z.array(z.string()).optional().describe('Where the namespace that was asked for is none of them.'),
  }),
  run: async ({ input: { namespace }, reader, signal }) => {
    const found = await reader.listTemplates({ namespace, signal });
    // The server filters the templates only: its namespaces and its total are those of everything.
    const fits = (name: string): boolean => namespace === undefined || name === namespace;
    const namespaces = found.namespaces.filter(({ name }) => fits(name));
    const templates = byName(found.templates.filter((one) => fits(one.namespace)));
    const isUnknown = namespace !== undefined && namespaces.length === 0 && templates.length === 0;
    return {
      namespaces: namespaces
        .slice(0, most)
        .map((one) => ({ ...one, description: clip({ text: one.description, characters: 200 }) })),
      templates: templates.slice(0, most),
      total: templates.length,
      complete: templates.length <= most && namespaces.length <= most,
      ...(isUnknown ? { known_namespaces: found.namespaces.slice(0, most).map(({ name }) => name) } : {}),
    };
  },
});

const most = 200;

const byName = (rows: TemplateList['templates']): readonly z.output<typeof template>[] => {
  const groups = Map.groupBy(rows, ({ namespace, name }) => JSON.stringify([namespace, name]));
  return [...groups.values()].flatMap((group) => {
    const versions = newestFirst(group.map(({ version }) => version));
    const newest = group.find(({ version }) => version === versions[0]);
    if (newest === undefined) return [];
    return [
      { ...newest, other_versions: versions.slice(1, 20), description: clip({ text: newest.description, characters: 200 }) },
    ];
  });
};
