import type { CallContext } from '../plugin/context.ts';
import type { View } from '../registry/types.ts';
import { Scope } from './scope.ts';

/** What the caller behind a context may see. Plugins do not get this; the built-in tools report on it. */
export const seenBy = (context: CallContext): View => Scope.viewBehind(context);
