import type { CallContext } from '../plugin/context.ts';
import type { View } from '../registry/types.ts';

const seen = new WeakMap<CallContext, View>();

/** Notes what the caller behind a context may see. Plugins do not get this; the built-in tools report on it. */
export const showTo = (context: CallContext, view: View): void => {
  seen.set(context, view);
};

/** What the caller behind a context may see. */
export const seenBy = (context: CallContext): View => {
  const view = seen.get(context);
  if (view === undefined) throw new TypeError('not a context of a call');
  return view;
};
