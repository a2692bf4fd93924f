import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { toPlainJson } from '../protocol/typed-value.ts';
import type { WireValue } from '../protocol/wire-value.ts';
import { redactArguments } from '../text/redact-arguments.ts';

/** Arguments of a task in an answer: data of somebody else, without what looks like a secret. */
export const shownArguments = z.object({
  args: z.unknown().describe('Text where left_out_characters > 0: the beginning of the JSON.'),
  kwargs: z.unknown(),
  left_out_characters: z.int(),
});
export type ShownArguments = { readonly args: JsonValue; readonly kwargs: JsonValue; readonly left_out_characters: number };

/** Shows arguments that are small enough; of larger ones the first `maxCharacters` of the JSON of each, and how much is missing. */
export const showArguments = ({
  args,
  kwargs,
  maxCharacters,
}: {
  args: WireValue | undefined;
  kwargs: WireValue | undefined;
  maxCharacters: number;
}): ShownArguments => {
  const positional = cut({ value: args, maxCharacters });
  const named = cut({ value: kwargs, maxCharacters });
  return { args: positional.shown, kwargs: named.shown, left_out_characters: positional.leftOut + named.leftOut };
};

const cut = ({ value, maxCharacters }: { value: WireValue | undefined; maxCharacters: number }) => {
  const plain = redactArguments(toPlainJson(value ?? null));
  const text = JSON.stringify(plain);
  if (text.length <= maxCharacters) return { shown: plain, leftOut: 0 };
  return { shown: text.slice(0, maxCharacters).toWellFormed(), leftOut: text.length - maxCharacters };
};
