import { isShownWhole } from '@lineclear/core/plugin';
import * as z from 'zod';

/** An input field for a setting: what is sent is what a preview can show, so that nothing hides in it. */
export const plainText = (longest: number) =>
  z
    .string()
    .refine((text) => text !== '' && text.length <= longest, `use 1 to ${longest} characters`)
    .refine(isShownWhole, 'use no control characters and none that cannot be seen');

/** {@link plainText} of one line. */
export const plainLine = (longest: number) => plainText(longest).refine((text) => !/[\n\t]/.test(text), 'use one line');
