import { LineclearError } from '../plugin/errors.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { AnyResource } from '../plugin/resource.ts';
import { complete, type Completion } from './completion.ts';
import { messageOf, place, type Placed, refuse } from './placed.ts';
import { parseUriTemplate, type UriTemplate } from './uri-template.ts';

/** A fixed resource as `resources/list` shows it. */
export interface ResourceDefinition {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType: string;
}

/** A family of resources as `resources/templates/list` shows it. */
export interface TemplateDefinition {
  readonly uriTemplate: string;
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly mimeType: string;
}

interface Placement {
  readonly plugin: string;
  /** Also names the connection that reading needs. */
  readonly resource: AnyResource;
}
export interface FixedEntry extends Placement {
  readonly definition: ResourceDefinition;
}
export interface TemplateEntry extends Placement {
  readonly definition: TemplateDefinition;
  /** Nothing for a variable that does not exist or that its author cannot suggest. */
  complete(variable: { readonly name: string; readonly prefix: string }): Promise<Completion>;
}

export interface ResourceTable {
  readonly fixed: readonly FixedEntry[];
  readonly templates: readonly TemplateEntry[];
  /** The resource behind a URI: a fixed one first, then the first template that fits. */
  find(uri: string): { readonly entry: Placement; readonly variables: Readonly<Record<string, string>> } | undefined;
  /** The template of exactly this text, for completion. */
  template(uriTemplate: string): TemplateEntry | undefined;
}

interface Parsed extends Placement {
  readonly template: UriTemplate;
}

/** Collects the resources of a composition; URIs and templates that clash are refused. */
export const createResources = (plugins: readonly (Plugin | Placed)[]): ResourceTable => {
  const problems: string[] = [];
  const owners = new Map<string, Parsed>();
  for (const { plugin } of plugins.map(place)) {
    for (const resource of plugin.resources ?? []) {
      try {
        const template = parseUriTemplate(resource.uri);
        const owner = owners.get(shapeOf(resource.uri));
        if (owner !== undefined) {
          throw new LineclearError(
            'invalid_input',
            `the resource ${owner.resource.uri} of plugin ${owner.plugin} has the same form; change one`,
          );
        }
        owners.set(shapeOf(resource.uri), { plugin: plugin.id, resource, template });
      } catch (error) {
        problems.push(`plugin ${plugin.id}, resource ${resource.uri}: ${messageOf(error)}`);
      }
    }
  }
  refuse(problems);
  const parsed = [...owners.values()];
  const fixed = new Map(parsed.filter(isFixed).map((entry) => [entry.resource.uri, fixedEntry(entry)]));
  const families = parsed
    .filter((entry) => !isFixed(entry))
    .map((entry) => ({ match: (uri: string) => entry.template.match(uri), entry: templateEntry(entry) }));
  return {
    fixed: [...fixed.values()],
    templates: families.map(({ entry }) => entry),
    find: (uri) => {
      const entry = fixed.get(uri);
      if (entry !== undefined) return { entry, variables: {} };
      for (const family of families) {
        const variables = family.match(uri);
        if (variables !== undefined) return { entry: family.entry, variables };
      }
      return undefined;
    },
    template: (uriTemplate) => families.find(({ entry }) => entry.definition.uriTemplate === uriTemplate)?.entry,
  };
};

/** Templates that differ only in the names of their variables match the same URIs. */
const shapeOf = (uri: string): string => uri.replaceAll(/\{\w+\}/g, '{}');

const isFixed = ({ template }: Parsed): boolean => template.variables.length === 0;

const fixedEntry = ({ plugin, resource }: Parsed): FixedEntry => ({
  plugin,
  resource,
  definition: { uri: resource.uri, ...describe(resource) },
});

const templateEntry = ({ plugin, resource }: Parsed): TemplateEntry => ({
  plugin,
  resource,
  definition: { uriTemplate: resource.uri, ...describe(resource) },
  complete: ({ name, prefix }) => complete({ suggestions: resource.complete, name, prefix }),
});

const describe = ({ name, title, description, mimeType }: AnyResource) => ({
  name,
  ...(title === undefined ? {} : { title }),
  description,
  mimeType,
});
