import { wildcard } from './parameters.ts';

/**
 * A word with everything in it that is a value replaced by `<_>`: numbers with their units, hex, UUIDs, times, addresses, versions, names
 * with a digit in them, and what follows the question mark of an address. Words without such are themselves.
 */
export const maskWord = (word: string): string => {
  const at = word.indexOf('@');
  if (at > 0 && mail.test(word)) return word.replace(mail, wildcard);
  if (!digit.test(word)) return word;
  const query = word.indexOf('?');
  const shown = query > 0 && word.includes('=', query) ? `${word.slice(0, query)}?${wildcard}` : word;
  const withoutAddresses =
    shown.includes(':') && (shown.match(/:/g)?.length ?? 0) > 1 ? shown.replace(addressV6, wildcard) : shown;
  return withoutAddresses.replaceAll(run, (found) => (digit.test(found) ? wildcard : found)).replaceAll(joined, wildcard);
};

/** The value of a field: whole words stay, and an HTTP status, because it tells messages apart. */
export const maskValue = ({ key, value }: { key: string; value: string }): string => {
  if (constants.has(value)) return wildcard;
  if (statusKey.test(key) && httpStatus.test(value)) return value;
  return maskWord(value);
};

export const httpStatus = /^[1-5]\d\d$/;

const digit = /\d/;
const mail = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/;
// Eight groups at most, and a digit somewhere, so that `std::vector` is left alone.
const addressV6 = /(?<![\w:])(?=[0-9a-f:]{0,40}\d)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\.\d{1,3}){0,3}(?![\w])/gi;
const run = /[\w.%+~µ-]+/g;
// 10.0.0.1:80, 3/5, 1,234 and what is left of times are one value each.
const joined = /<_>(?:[:/.,@-]<_>)+/g;
const statusKey = /(?:^|[_.-])(?:status|code|status_?code|http_?status)$/i;
const constants: ReadonlySet<string> = new Set(['true', 'false', 'null', 'nil', 'none', 'None', 'undefined', '-', '<nil>']);
