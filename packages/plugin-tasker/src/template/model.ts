import type { YamlValue } from './yaml-value.ts';

/** The kinds of steps that the server knows. */
export const stepTypes = ['standard', 'decision', 'deferred_convergence', 'batchable', 'batch_worker'] as const;
export type StepType = (typeof stepTypes)[number];

export interface Dependency {
  readonly name: string;
  readonly line: number;
}

export interface Step {
  readonly name: string;
  readonly line: number;
  readonly description: string | undefined;
  readonly type: StepType;
  /** Empty when the template names none. */
  readonly callable: string;
  /** What is called on the handler, when it is not the default. */
  readonly method: string | undefined;
  readonly dependencies: readonly Dependency[];
  /** JSON Schema of what the step yields. */
  readonly resultSchema: YamlValue | undefined;
  /** JSON Schema of what the step wants; few templates have it. */
  readonly inputSchema: YamlValue | undefined;
  /** The step that a batchable step makes copies of. */
  readonly workerTemplate: Dependency | undefined;
}

export interface Template {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly inputSchema: YamlValue | undefined;
  readonly steps: readonly Step[];
}

/** One thing to know about a template, where it is, and what to do about it. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly hint: string;
  readonly step?: string;
  readonly line?: number;
}
