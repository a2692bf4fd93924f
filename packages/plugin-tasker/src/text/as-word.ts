import { quoted } from '@lineclear/core/plugin';

/** One plain word, such as the name of a state or of a step, as it is; everything else quoted. */
export const asWord = (name: string): string => (plainWord.test(name) ? name : quoted(name));

const plainWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+-]{0,79}$/u;
