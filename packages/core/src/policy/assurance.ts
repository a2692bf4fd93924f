import type { Assurance, Risk } from '../plugin/context.ts';
import type { Profile } from '../profiles/types.ts';
import type { Decision } from './types.ts';

const order: readonly Assurance[] = ['model', 'client', 'human'];

/** What a risk needs when neither profile nor policy asks for more. */
export const defaultAssurance = {
  additive: 'model',
  reversible: 'model',
  destructive: 'client',
} as const satisfies Record<Risk, Assurance>;

/** Whether `given` is worth at least as much as `needed`; a level that is not in the table is worth nothing and needs everything. */
export const isAtLeast = ({ given, needed }: { given: Assurance; needed: Assurance }): boolean =>
  order.includes(given) && order.indexOf(given) >= rank(needed);

/** The strictest of several levels; a level that is not in the table counts as human. */
export const strictestAssurance = (...levels: readonly [Assurance, ...Assurance[]]): Assurance =>
  order[Math.max(...levels.map(rank))] ?? 'human';

/** What a write at this risk needs: the strictest of the default, the profile, the policy's decision and the preview. */
export const requiredAssurance = ({
  profile,
  risk,
  decision,
  preview = 'model',
}: {
  profile: Pick<Profile, 'approval'>;
  risk: Risk;
  decision: Pick<Decision, 'approval'>;
  /** What the preview asked for; it can only raise the level. */
  preview?: Assurance | undefined;
}): Assurance =>
  strictestAssurance(
    defaultAssurance[risk] ?? defaultAssurance.destructive,
    profile.approval[risk] ?? 'model',
    decision.approval ?? 'model',
    preview,
  );

const rank = (level: Assurance): number => (order.includes(level) ? order.indexOf(level) : order.length - 1);
