import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { AnyPrompt, PromptMessage } from '../plugin/prompt.ts';
import { complete, type Completion } from './completion.ts';
import { isObject, toInputSchema } from './json-schema.ts';
import { nameProblem } from './names.ts';
import { messageOf, place, type Placed, refuse } from './placed.ts';
import { similarNames } from './similar.ts';
import { parseWith } from './parse-with.ts';
import { findUnknownFields } from './unknown-fields.ts';

/** A prompt as `prompts/list` shows it. */
export interface PromptDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly description?: string; readonly required: boolean }[];
}

export interface PromptEntry {
  readonly plugin: string;
  readonly definition: PromptDefinition;
  /** Full names of the tools without which it makes no sense. */
  readonly tools: readonly string[];
  /** Parses the arguments with the author's schema; `invalid_input` with every problem where they do not fit. */
  render(args: JsonObject): Promise<readonly PromptMessage[]>;
  /** Nothing for an argument that does not exist. */
  complete(argument: { readonly name: string; readonly prefix: string }): Promise<Completion>;
}

export interface PromptTable {
  /** In the order of plugins, then of their prompts. */
  readonly entries: readonly PromptEntry[];
  /** `not_found`, with similar names, when there is none. */
  find(name: string): PromptEntry;
}

/** Collects the prompts of a composition. A plugin's prefix goes before its prompts' names too; names that clash are refused. */
export const createPrompts = (plugins: readonly (Plugin | Placed)[]): PromptTable => {
  const problems: string[] = [];
  const entries = new Map<string, PromptEntry>();
  for (const placed of plugins.map(place)) {
    for (const prompt of placed.plugin.prompts ?? []) {
      try {
        const entry = promptEntry({ prompt, placed });
        const owner = entries.get(entry.definition.name);
        if (owner !== undefined) {
          throw new LineclearError(
            'invalid_input',
            `plugin ${owner.plugin} has a prompt of that name; give one of the two plugins a prefix`,
          );
        }
        entries.set(entry.definition.name, entry);
      } catch (error) {
        problems.push(`plugin ${placed.plugin.id}, prompt ${prompt.name}: ${messageOf(error)}`);
      }
    }
  }
  refuse(problems);
  return {
    entries: [...entries.values()],
    find: (name) => {
      const entry = entries.get(name);
      if (entry !== undefined) return entry;
      const similar = similarNames({ name, known: entries.keys() });
      throw new LineclearError('not_found', 'There is no such prompt.', {
        hint: similar.length === 0 ? 'List the prompts and use one of their names.' : `Did you mean ${similar.join(' or ')}?`,
        details: { similar },
      });
    },
  };
};

const promptEntry = ({ prompt, placed: { plugin, prefix } }: { prompt: AnyPrompt; placed: Placed }): PromptEntry => {
  const name = prefix + prompt.name;
  const problem =
    nameProblem({ kind: 'prompt', name }) ?? (prompt.description.trim() === '' ? 'the description is empty' : undefined);
  if (problem !== undefined) throw new LineclearError('invalid_input', problem);
  const { tools = [] } = prompt;
  const missing = tools.find((tool) => !plugin.tools.some((known) => known.name === tool));
  if (missing !== undefined) throw new LineclearError('invalid_input', `its tool ${missing} is no tool of the plugin`);
  const schema = toInputSchema(prompt.args);
  const fields = fieldsOf(schema);
  const parse = parseWith({ schema: prompt.args, unknownFields: findUnknownFields(schema) });
  return {
    plugin: plugin.id,
    tools: tools.map((tool) => prefix + tool),
    definition: {
      name,
      ...(prompt.title === undefined ? {} : { title: prompt.title }),
      description: prompt.description.trim(),
      arguments: fields.map(({ field, description, required }) => ({
        name: field,
        ...(description === undefined ? {} : { description }),
        required,
      })),
    },
    render: async (args) => {
      const parsed = await parse(args);
      if (!parsed.ok) {
        const first = parsed.problems[0];
        throw new LineclearError('invalid_input', `The arguments of ${name} do not fit: ${first?.path} ${first?.message}`, {
          details: { problems: parsed.problems },
        });
      }
      const rendered: string | readonly PromptMessage[] = prompt.render({ args: parsed.value });
      return typeof rendered === 'string' ? [{ role: 'user', text: rendered }] : rendered;
    },
    complete: ({ name: field, prefix: typed }) =>
      complete({
        suggestions: prompt.complete,
        name: field,
        fixed: fields.find((known) => known.field === field)?.values ?? [],
        prefix: typed,
      }),
  };
};

const fieldsOf = ({ properties, required }: JsonObject) =>
  Object.entries(isObject(properties) ? properties : {}).map(([field, schema]) => {
    const { description, enum: values } = isObject(schema) ? schema : {};
    return {
      field,
      description: typeof description === 'string' ? description : undefined,
      required: Array.isArray(required) && required.includes(field),
      values: Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [],
    };
  });
