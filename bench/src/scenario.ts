import type { Finding } from './finding.ts';
import type { Pace } from './pace.ts';

/** Measures one thing. */
export interface Scenario {
  /** What people type to run it alone. */
  readonly name: string;
  readonly title: string;
  /** How it is measured, for readers of the results. */
  readonly method: string;
  /** True where the built app is measured. */
  readonly needsApp?: boolean;
  /** True, with a loud line, where a service that it measures is not installed. */
  readonly isMissing?: () => boolean;
  readonly run: (pace: Pace) => Promise<readonly Finding[]>;
}
