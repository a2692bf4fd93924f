import type { Assurance, Risk, Tier } from './context.ts';

type OneOrMore<Value> = Value | readonly Value[];

/**
 * One line of policy that a plugin brings for its own tools. Every condition that is given must hold; texts may use `*`.
 * Tried in order after all rules of the configuration, so that an operator's rule opens what a plugin keeps closed, or closes more.
 */
export interface DefaultRule {
  readonly tier?: OneOrMore<Tier>;
  readonly principal?: OneOrMore<string>;
  /** `plugin/toolset`, or a toolset's id alone. */
  readonly toolset?: OneOrMore<string>;
  readonly tool?: OneOrMore<string>;
  readonly kind?: 'read' | 'write';
  readonly risk?: OneOrMore<Risk>;
  /** The class that `classify` gave the call. */
  readonly class?: OneOrMore<string>;
  /** A target that `classify` named; where a call has several, each is judged and the strictest verdict counts. */
  readonly target?: OneOrMore<string>;
  /** `preview`: a write may be previewed, not confirmed. `allow` when absent. */
  readonly allow?: 'allow' | 'preview' | 'deny';
  /** At least this assurance. */
  readonly approval?: Assurance;
}
