import { Secret } from '@lineclear/core/plugin';
import { inConfiguration } from './in-configuration.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a variable says now, and what the configuration says for it. */
export interface VariableValue {
  readonly variable: string;
  readonly now: string;
  readonly setting: string | Secret;
  /** The configuration refers to the variable, so that its value may change. */
  readonly isReference: boolean;
}

/** What the environment says about one profile; it wins over the file. */
export interface Overrides {
  readonly url: VariableValue | undefined;
  readonly workerUrl: VariableValue | undefined;
  readonly timeoutMs: VariableValue | undefined;
  readonly credentials: ({ readonly key: 'token' | 'api_key'; readonly header?: string | undefined } & VariableValue) | undefined;
}

/** The variables that the existing client applies to all of its profiles. */
export const sharedVariables = [
  'TASKER_ORCHESTRATION_URL',
  'TASKER_ORCHESTRATION_TIMEOUT_MS',
  'TASKER_ORCHESTRATION_AUTH_TOKEN',
  'TASKER_WORKER_URL',
  'TASKER_WORKER_AUTH_TOKEN',
  'TASKER_AUTH_TOKEN',
  'TASKER_API_KEY',
  'TASKER_API_KEY_HEADER',
];

/**
 * Collects what the environment says about a profile: its own variables (`TASKER_STAGING_AUTH_TOKEN`), to which the configuration refers,
 * and, for the one profile that they are meant for, the values of the shared ones.
 */
export const overridesOf = ({
  name,
  env,
  isTarget,
  hasOwnVariables,
}: {
  name: string;
  env: Variables;
  /** Whether the shared variables are meant for this profile. */
  isTarget: boolean;
  /** False where another profile's variables have the same names. */
  hasOwnVariables: boolean;
}): Overrides => {
  const own = (suffix: string): VariableValue | undefined => {
    const variable = `TASKER_${variablePart(name)}_${suffix}`;
    const now = env[variable];
    // A profile called "orchestration" must not take what means every profile.
    if (!hasOwnVariables || !now || sharedVariables.includes(variable)) return undefined;
    return { variable, now, setting: `\${env:${variable}}`, isReference: true };
  };
  const shared = (variable: string, isSecret = false): VariableValue | undefined => {
    const now = env[variable];
    if (!isTarget || !now) return undefined;
    return { variable, now, setting: isSecret ? new Secret(now) : inConfiguration(now), isReference: false };
  };
  const ownToken = own('AUTH_TOKEN');
  const ownKey = own('API_KEY');
  const sharedToken = shared('TASKER_ORCHESTRATION_AUTH_TOKEN', true) ?? shared('TASKER_AUTH_TOKEN', true);
  const sharedKey = shared('TASKER_API_KEY', true);
  const token = (value: VariableValue) => ({ key: 'token' as const, ...value });
  const apiKey = (value: VariableValue, header?: string) => ({ key: 'api_key' as const, header, ...value });
  return {
    url: own('ORCHESTRATION_URL') ?? shared('TASKER_ORCHESTRATION_URL'),
    workerUrl: own('WORKER_URL') ?? shared('TASKER_WORKER_URL'),
    timeoutMs: shared('TASKER_ORCHESTRATION_TIMEOUT_MS'),
    credentials:
      (ownToken && token(ownToken)) ??
      (ownKey && apiKey(ownKey)) ??
      (sharedToken && token(sharedToken)) ??
      (sharedKey && apiKey(sharedKey, shared('TASKER_API_KEY_HEADER')?.now)),
  };
};

/** A profile's name inside a variable's name. */
export const variablePart = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
