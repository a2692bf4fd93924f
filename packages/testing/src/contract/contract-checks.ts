import { checkFacts } from './check-facts.ts';
import { checkImport } from './check-import.ts';
import { checkProbes } from './check-probes.ts';
import { checkPromptsAndResources } from './check-prompts.ts';
import { checkPublished } from './check-published.ts';
import { checkTool } from './check-tool.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import type { Finding } from './rules.ts';

/** One part of the contract: a title for a test and what it finds. */
export interface ContractCheck {
  readonly title: string;
  readonly run: () => Promise<readonly Finding[]>;
}

/** The tools that a composition lists and those that were called. */
export interface Coverage {
  readonly registered: readonly string[];
  readonly exercised: readonly string[];
}

/** The whole contract of one plugin, part by part, in an order in which they should run. */
export const contractChecks = <Backend extends ContractBackend>(
  options: ContractOptions<Backend>,
): { readonly checks: readonly ContractCheck[]; readonly coverage: () => Coverage } => {
  const { plugin } = options;
  let facts: ReturnType<typeof checkFacts> | undefined;
  let published: ReturnType<typeof checkPublished> | undefined;
  let registered: readonly string[] = [];
  const exercised: string[] = [];

  // A plugin that cannot be composed has that finding and no others from running it.
  const composes = async (): Promise<boolean> => {
    published ??= checkPublished(options);
    const { names, findings } = await published;
    registered = names;
    return !findings.some(({ rule }) => rule === 'composition' || rule === 'connection_missing');
  };
  const names = [...new Set([...plugin.tools.map((tool) => tool.name), ...Object.keys(options.examples)])];
  const checks: readonly ContractCheck[] = [
    { title: 'is named, described and declared as it should be', run: () => (facts ??= checkFacts(plugin)) },
    {
      title: 'can be composed and lists every tool with an example',
      run: async () => {
        await composes();
        const { findings } = await (published ??= checkPublished(options));
        const declared = await (facts ??= checkFacts(plugin));
        // What is wrong with the declarations explains why core refuses them, and missing examples are found per tool.
        return findings.filter(({ rule, subject }) =>
          rule === 'composition' ? declared.length === 0 : !isFoundElsewhere({ rule, subject, names }),
        );
      },
    },
    { title: 'does nothing when it is loaded', run: () => checkImport({ module: options.module, subject: plugin.id }) },
    ...names.map((subject): ContractCheck => ({
      title: `${subject} keeps the contract`,
      run: async () => {
        if (!(await composes())) return [];
        const { kinds, hasHttp } = await (published ??= checkPublished(options));
        const kind = kinds.get(subject);
        // An example without a tool is found with the list of tools.
        if (kind === undefined) return [];
        const findings = await checkTool({ options, subject, kind, hasHttp });
        const isMissing = findings.some(({ rule }) => rule === 'example_missing');
        if (!isMissing && registered.includes(subject)) exercised.push(subject);
        return findings;
      },
    })),
    { title: 'answers its probes', run: async () => ((await composes()) ? checkProbes(options) : []) },
    {
      title: 'renders its prompts and reads its resources',
      run: async () => ((await composes()) ? checkPromptsAndResources(options) : []),
    },
  ];
  return { checks, coverage: () => ({ registered, exercised }) };
};

const isFoundElsewhere = ({ rule, subject, names }: { rule: string; subject: string; names: readonly string[] }): boolean =>
  rule === 'example_missing' && names.includes(subject);
