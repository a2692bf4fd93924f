import * as z from 'zod';
import { type Matcher, parseMatcher, showMatcher } from '../alertmanager/matcher.ts';

const texts = z
  .array(z.string())
  .nullish()
  .transform((found) => found ?? []);
const pairs = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => Object.entries(found ?? {}));

/** A node of the tree that says who is told of which alerts: Grafana's policies, and Alertmanager's routes with their text values. */
export const route = z.object({
  receiver: z.string().nullish(),
  object_matchers: z
    .array(z.tuple([z.string(), z.string(), z.string()]))
    .nullish()
    .transform((found) => found ?? []),
  matchers: z
    .array(z.unknown())
    .nullish()
    .transform((found) => found ?? []),
  match: pairs,
  match_re: pairs,
  continue: z
    .union([z.boolean(), z.literal(['true', 'false']).transform((value) => value === 'true')])
    .nullish()
    .transform((value) => value === true),
  group_by: texts,
  group_wait: z.string().nullish(),
  group_interval: z.string().nullish(),
  repeat_interval: z.string().nullish(),
  mute_time_intervals: texts,
  active_time_intervals: texts,
  get routes() {
    return z.array(route).nullish();
  },
});
export type Route = z.output<typeof route>;

/** One policy with what it inherits from those above it. */
export interface Policy {
  /** Where it stands: `0` is the root, `0.1` its second child. */
  readonly path: string;
  /** Of this policy alone; an alert also has to fit those above it. */
  readonly matchers: readonly string[];
  readonly receiver: string;
  readonly node: Route;
}

/** The tree as a list, parents before their children. */
export const flattenRoute = (root: Route): readonly Policy[] => {
  const walk = ({ node, path, receiver }: { node: Route; path: string; receiver: string }): readonly Policy[] => {
    const own = node.receiver ?? '';
    const policy = { path, matchers: matchersOf(node), receiver: own === '' ? receiver : own, node };
    const below = (node.routes ?? []).flatMap((child, index) =>
      walk({ node: child, path: `${path}.${index}`, receiver: policy.receiver }),
    );
    return [policy, ...below];
  };
  return walk({ node: root, path: '0', receiver: '' });
};

const matchersOf = ({ object_matchers, matchers, match, match_re }: Route): readonly string[] => [
  ...object_matchers.map(([name, operator, value]) => showMatcher(toMatcher({ name, operator, value }))),
  ...matchers.flatMap((matcher) => (typeof matcher === 'string' ? [normal(matcher)] : [])),
  ...match.map(([name, value]) => showMatcher({ name, value, isRegex: false, isEqual: true })),
  ...match_re.map(([name, value]) => showMatcher({ name, value, isRegex: true, isEqual: true })),
];

const toMatcher = ({ name, operator, value }: { name: string; operator: string; value: string }): Matcher => ({
  name,
  value,
  isRegex: operator.endsWith('~'),
  isEqual: operator.startsWith('='),
});

// What cannot be read is shown as it stands.
const normal = (text: string): string => {
  try {
    return showMatcher(parseMatcher(text));
  } catch {
    return text;
  }
};
