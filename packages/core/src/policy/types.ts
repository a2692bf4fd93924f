import type { Assurance, Risk, Tier } from '../plugin/context.ts';

type OneOrMore<Value> = Value | readonly Value[];

/**
 * One line of policy. Every condition that is given must hold; the first rule whose conditions hold decides.
 * Texts may use `*`. Without a matching rule the call is allowed under the profile's own settings.
 */
export interface Rule {
  readonly profile?: OneOrMore<string>;
  readonly tier?: OneOrMore<Tier>;
  readonly principal?: OneOrMore<string>;
  readonly plugin?: OneOrMore<string>;
  /** `plugin/toolset`, or a toolset's id alone. */
  readonly toolset?: OneOrMore<string>;
  readonly tool?: OneOrMore<string>;
  readonly kind?: 'read' | 'write';
  readonly risk?: OneOrMore<Risk>;
  /** The class that `classify` gave the call. */
  readonly class?: OneOrMore<string>;
  /** `preview`: a write may be previewed, not confirmed. `allow` when absent. */
  readonly allow?: 'allow' | 'preview' | 'deny';
  /** At least this assurance. */
  readonly approval?: Assurance;
}

/** What policy is asked about. */
export interface Question {
  readonly profile: string;
  readonly tier: Tier;
  readonly principal: string;
  readonly plugin: string;
  readonly toolset: string;
  readonly tool: string;
  readonly kind: 'read' | 'write';
  readonly risk?: Risk;
  readonly class?: string;
}

export interface Decision {
  readonly allow: 'allow' | 'preview' | 'deny';
  readonly approval: Assurance | undefined;
  /** The index of the rule that decided, for explanations; -1 = none matched. */
  readonly rule: number;
}
