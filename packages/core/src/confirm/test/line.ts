import type { Asking } from '../types.ts';
import { LineclearError } from '../../plugin/errors.ts';
import type { JsonObject } from '../../plugin/json.ts';
import type { ProfilesConfig } from '../../profiles/types.ts';
import { compose, type Composition } from '../../compose.ts';
import type { ComposeOptions } from '../../compose-options.ts';
import type { CallAnswer } from '../../calls/types.ts';
import { type Lamp, lampPlugin, newLamp } from './lamp.ts';

/** A composition over one lamp with two profiles, and a caller for it. */
export interface Line {
  readonly lamp: Lamp;
  readonly composition: Composition;
  readonly call: (tool: string, args?: unknown, how?: How) => Promise<CallAnswer>;
  /** The structured value; an error answer is thrown. */
  readonly value: (tool: string, args?: unknown, how?: How) => Promise<JsonObject>;
  /** The code of the error answer, or the status of a write, or `ok`. */
  readonly says: (tool: string, args?: unknown, how?: How) => Promise<string>;
}

export interface How {
  readonly principal?: string;
  readonly profile?: string;
  readonly profiles?: readonly string[];
  readonly readOnly?: boolean;
  readonly asking?: Asking;
  readonly signal?: AbortSignal;
}

export const profiles = (change: Partial<ProfilesConfig> = {}): ProfilesConfig => ({
  default: 'staging',
  profiles: {
    staging: { tier: 'staging', connections: { lamp: { token: 'marked-secret-token' } } },
    production: { tier: 'production', connections: { lamp: {} } },
  },
  ...change,
});

export const startLine = async (options: Partial<ComposeOptions> & { lamp?: Lamp } = {}): Promise<Line> => {
  const { lamp = newLamp(), ...rest } = options;
  const composition = await compose({ plugins: [lampPlugin(lamp)], profiles: profiles(), ...rest });
  return { lamp, composition, ...callerOf(composition) };
};

export const callerOf = (composition: Pick<Composition, 'call'>): Pick<Line, 'call' | 'value' | 'says'> => {
  const call: Line['call'] = (tool, args = {}, how = {}) =>
    composition.call({
      tool,
      args,
      caller: {
        principal: { id: how.principal ?? 'ada' },
        profile: how.profile ?? 'staging',
        transport: 'embedded',
        ...(how.profiles === undefined ? {} : { profiles: how.profiles }),
        ...(how.readOnly === undefined ? {} : { readOnly: how.readOnly }),
      },
      asking: how.asking ?? { mode: 'none' },
      signal: how.signal ?? new AbortController().signal,
    });
  const value: Line['value'] = async (tool, args, how) => {
    const answer = await call(tool, args, how);
    if (answer.kind === 'value') return answer.value;
    if (answer.kind === 'input_required') throw new TypeError('asked for input');
    const { code, message, hint, details } = answer.error;
    throw new LineclearError(code, message, { hint, details });
  };
  const says: Line['says'] = async (tool, args, how) => {
    const answer = await call(tool, args, how);
    if (answer.kind === 'value') return String(answer.value['status'] ?? 'ok');
    return answer.kind === 'input_required' || answer.kind === 'bad_state' ? answer.kind : answer.error.code;
  };
  return { call, value, says };
};

/** A person behind a 2025 client who answers at once. */
export const person = (answer: 'approved' | 'declined' | 'unanswered', asked: string[] = []): Asking => ({
  mode: 'push',
  ask: async (message) => {
    asked.push(message);
    return answer;
  },
});

/** What a promise rejects with, as the fields of an error answer. */
export const errorOf = async (
  promise: Promise<unknown>,
): Promise<{ code: string; hint: string; details: Record<string, unknown> }> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!LineclearError.is(error)) throw new TypeError('no error was answered');
  return { code: error.code, hint: error.hint, details: error.details ?? {} };
};
