import type { Assurance, Risk, Tier } from '../plugin/context.ts';
import type { DefaultRule } from '../plugin/default-rule.ts';

type OneOrMore<Value> = Value | readonly Value[];

/**
 * One line of policy. Every condition that is given must hold; the first rule whose conditions hold decides.
 * Texts may use `*`. Without a matching rule the plugin's own rules decide, and without one of those the profile's settings.
 */
export interface Rule extends DefaultRule {
  readonly profile?: OneOrMore<string>;
  readonly plugin?: OneOrMore<string>;
}

/** The rules that a plugin brings for its own tools. */
export interface PluginRules {
  readonly plugin: string;
  readonly rules: readonly DefaultRule[];
  /** The plugin's own tools and toolsets: a rule that names another would never apply. */
  readonly known: { readonly tool?: readonly string[]; readonly toolset: readonly string[] };
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
  /** What the call acts on; each is judged, and the strictest verdict counts. */
  readonly targets?: readonly string[];
}

export interface Decision {
  readonly allow: 'allow' | 'preview' | 'deny';
  readonly approval: Assurance | undefined;
  /** The index of the rule that decided, for explanations; -1 = none matched. */
  readonly rule: number;
  /** The rule is one that the plugin itself brings. */
  readonly isDefault: boolean;
}
