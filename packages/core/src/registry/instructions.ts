import type { Plugin, Toolset } from '../plugin/plugin.ts';
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
 * The server's instructions for a caller: which toolset is for what and where it acts, how writes are confirmed, which profile they
 * reach. At most 400 tokens (about 1,600 characters): what does not fit is named without its sentence, then said to be left out. Worked out once per listing and active profile.
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
  const toolsets = plugins
    .map(place)
    .flatMap(({ plugin }) =>
      Object.entries(plugin.toolsets).flatMap(([id, toolset]) => (shown.toolsets.has(`${plugin.id}/${id}`) ? [toolset] : [])),
    );
  const rules = [placeRule(toolsets), writeRule({ ...shown, profile: profiles.get(view.active) }), readRule(view)].filter(
    (rule) => rule !== '',
  );
  return fit({ toolsets, rules });
};

/** Rules are short and always there; toolsets lose their sentences from the end, because plugins composed first matter most, then their names. */
const fit = ({ toolsets, rules }: { toolsets: readonly Toolset[]; rules: readonly string[] }): string => {
  const ways = [
    ...toolsets.map((_, index) => ({ told: toolsets.length - index, named: toolsets.length })),
    ...toolsets.map((_, index) => ({ told: 0, named: toolsets.length - index })),
    { told: 0, named: 0 },
  ];
  for (const { told, named } of ways) {
    const left = toolsets.length - named;
    const more = left === 0 ? [] : [`- ${left} more ${left === 1 ? 'toolset' : 'toolsets'}: see the list of tools.`];
    const text = [...listing({ toolsets: toolsets.slice(0, named), told }), ...more, ...rules].join('\n');
    if (estimateTokens(text) <= mostTokens) return text;
  }
  return rules.join('\n').slice(0, mostTokens * 4);
};

/** A heading for each place; below it what the first `told` toolsets are for, and the names of the others. */
const listing = ({ toolsets, told }: { toolsets: readonly Toolset[]; told: number }): readonly string[] => {
  const sentences = new Set(toolsets.slice(0, told));
  return placesOf(toolsets).flatMap((where) => {
    const here = toolsets.filter((toolset) => toolset.place === where);
    const others = here.filter((toolset) => !sentences.has(toolset)).map(({ title }) => title);
    return [
      where === undefined ? 'Toolsets:' : `Toolsets on ${where}:`,
      ...here.filter((toolset) => sentences.has(toolset)).map(({ title, use }) => `- ${title}: ${use}`),
      ...(others.length === 0 ? [] : [`- ${others.join(', ')}.`]),
    ];
  });
};

const placesOf = (toolsets: readonly Toolset[]): readonly (string | undefined)[] => [
  ...new Set(toolsets.map((toolset) => toolset.place)),
];

const placeRule = (toolsets: readonly Toolset[]): string =>
  placesOf(toolsets).length < 2 || toolsets.every((toolset) => toolset.place === undefined)
    ? ''
    : 'A tool acts where it is listed and nowhere else. Where one fails or is missing, say so; never do it in another place instead.';

const listedToolsets = ({ registry, pages }: { registry: Registry; pages: readonly Page[] }) => {
  const toolsets = new Set<string>();
  let hasWrites = false;
  const covered: string[] = [];
  for (const { name } of pages.flatMap(({ tools }) => tools)) {
    const resolved = registry.resolve(name);
    if (!resolved.found) continue;
    toolsets.add(`${resolved.entry.plugin}/${resolved.entry.toolset}`);
    if (resolved.entry.kind === 'read') continue;
    hasWrites = true;
    const { coverage } = resolved.entry;
    if (coverage !== undefined) covered.push(`${name} runs at once, where a confirmed ${coverage.by} covers it.`);
  }
  return { toolsets, hasWrites, covered };
};

const writeRule = ({
  hasWrites,
  covered,
  profile,
}: {
  hasWrites: boolean;
  /** A sentence for each write that needs no preview of its own. */
  covered: readonly string[];
  profile: Profile | undefined;
}): string => {
  if (!hasWrites || profile === undefined) return 'This server only reads; it changes nothing.';
  return (
    'A tool that changes something first answers with a preview; show it, then call the tool again with the same arguments and ' +
    ['confirm: true.', ...covered, `Writes reach the profile ${profile.name} (${profile.tier}) only.`].join(' ')
  );
};

const readRule = ({ active, profiles }: View): string => {
  const others = profiles.filter((name) => name !== active);
  return others.length === 0 ? '' : `Reads use ${active} unless profile names another: ${others.slice(0, 20).join(', ')}.`;
};
