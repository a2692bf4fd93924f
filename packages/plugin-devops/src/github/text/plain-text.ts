import * as z from 'zod';

// Line feed and tab are seen, and U+FE0F only picks the colourful form of an emoji.
const hidden = /(?!\n|\t|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

/** Whether a preview can show every character of a text. */
export const isShowable = (text: string): boolean => text.isWellFormed() && !hidden.test(text);

/** An input field for a setting: what is sent is what a preview can show, so that nothing hides in it. */
export const plainText = (longest: number) =>
  z
    .string()
    .refine((text) => text !== '' && text.length <= longest, `use 1 to ${longest} characters`)
    .refine(isShowable, 'use no control characters and none that cannot be seen');

/** {@link plainText} of one line. */
export const plainLine = (longest: number) => plainText(longest).refine((text) => !/[\n\t]/.test(text), 'use one line');
