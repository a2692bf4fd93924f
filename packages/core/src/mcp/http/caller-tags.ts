import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Caller } from '../../calls/types.ts';
import { LineclearError } from '../../plugin/errors.ts';

/** Carries callers through the SDK, which passes an `AuthInfo` along by reference and nothing else. */
export class CallerTags {
  readonly #callers = new WeakMap<AuthInfo, Caller>();

  tag(caller: Caller): AuthInfo {
    // The token stays at the door: nothing behind it needs the clear text.
    const tag: AuthInfo = { token: '', clientId: caller.principal.id, scopes: [] };
    this.#callers.set(tag, caller);
    return tag;
  }

  readonly callerOf = (tag: AuthInfo | undefined): Caller => {
    const caller = tag === undefined ? undefined : this.#callers.get(tag);
    if (caller === undefined) throw new LineclearError('internal', 'A request arrived without its caller');
    return caller;
  };
}
