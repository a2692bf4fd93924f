import type { Plugin } from '../plugin/plugin.ts';
import type { Profile } from '../profiles/types.ts';
import { place, type Placed } from './placed.ts';
import { estimateTokens } from './tokens.ts';
import type { Page, Registry, View } from './types.ts';

const mostTokens = 400;

interface Described {
  readonly plugins: readonly (Plugin | Placed)[];
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly registry: Registry;
}

/**
 * The server's instructions for a caller: which toolset is for what, how writes are confirmed, which profile they reach. At most 400
 * tokens (about 1,600 characters): what does not fit is said to be left out. Worked out once per listing and active profile.
 */
export const createInstructions = (described: Described): ((view: View) => string) => {
  const known = new WeakMap<readonly Page[], Map<string, string>>();
  return (view) => {
    const pages = described.registry.pages(view);
    const texts = known.get(pages) ?? new Map<string, string>();
    known.set(pages, texts);
    const key = JSON.stringify([view.active, view.readOnly, ...view.profiles]);
    const text = texts.get(key) ?? write({ ...described, view, pages });
    texts.set(key, text);
    return text;
  };
};

const write = ({ plugins, profiles, registry, view, pages }: Described & { view: View; pages: readonly Page[] }): string => {
  const shown = listedToolsets({ registry, pages });
  const toolsets = plugins.map(place).flatMap(({ plugin }) =>
    Object.entries(plugin.toolsets)
      .filter(([id]) => shown.toolsets.has(`${plugin.id}/${id}`))
      .map(([, { title, use }]) => `- ${title}: ${use}`),
  );
  const rules = [writeRule({ hasWrites: shown.hasWrites, profile: profiles.get(view.active) }), readRule(view)].filter(
    (rule) => rule !== '',
  );
  return fit({ toolsets, rules });
};

/** Rules are short and always there; toolsets go from the end, because plugins composed first matter most. */
const fit = ({ toolsets, rules }: { toolsets: readonly string[]; rules: readonly string[] }): string => {
  for (let count = toolsets.length; count >= 0; count--) {
    const left = toolsets.length - count;
    const more = left === 0 ? [] : [`- ${left} more ${left === 1 ? 'toolset' : 'toolsets'}: see the list of tools.`];
    const heading = toolsets.length === 0 ? [] : ['Toolsets:'];
    const text = [...heading, ...toolsets.slice(0, count), ...more, ...rules].join('\n');
    if (estimateTokens(text) <= mostTokens) return text;
  }
  return rules.join('\n').slice(0, mostTokens * 4);
};

const listedToolsets = ({ registry, pages }: { registry: Registry; pages: readonly Page[] }) => {
  const toolsets = new Set<string>();
  let hasWrites = false;
  for (const { name } of pages.flatMap(({ tools }) => tools)) {
    const resolved = registry.resolve(name);
    if (!resolved.found) continue;
    toolsets.add(`${resolved.entry.plugin}/${resolved.entry.toolset}`);
    hasWrites ||= resolved.entry.kind === 'write';
  }
  return { toolsets, hasWrites };
};

const writeRule = ({ hasWrites, profile }: { hasWrites: boolean; profile: Profile | undefined }): string => {
  if (!hasWrites || profile === undefined) return 'This server only reads; it changes nothing.';
  return (
    'A tool that changes something first answers with a preview; show it, then call the tool again with the same arguments and ' +
    `confirm: true. Writes reach the profile ${profile.name} (${profile.tier}) only.`
  );
};

const readRule = ({ active, profiles }: View): string => {
  const others = profiles.filter((name) => name !== active);
  return others.length === 0 ? '' : `Reads use ${active} unless profile names another: ${others.slice(0, 20).join(', ')}.`;
};
