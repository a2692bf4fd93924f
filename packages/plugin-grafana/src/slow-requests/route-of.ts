import type { LogField } from '../patterns/json-tokens.ts';
import { maskWord } from '../patterns/mask-word.ts';
import { joinTokens } from '../patterns/field-tokens.ts';
import { tokenise } from '../patterns/tokenise.ts';

/** What a line is about: the method and path of a request with ids masked, else its message, else the line without its values. */
export const routeOf = ({ fields, text }: { fields: readonly LogField[]; text: string }): string => {
  const value = (names: RegExp): string | undefined => {
    const found = fields.find((field) => names.test(field.key))?.value;
    return found === undefined || found === '' ? undefined : String(found);
  };
  const [, requestMethod, requestPath] = requestLine.exec(text) ?? [];
  const path = value(pathName) ?? requestPath;
  if (path !== undefined)
    return [value(methodName) ?? requestMethod, maskPath(path)]
      .filter((part) => part !== undefined)
      .join(' ')
      .slice(0, longest);
  const message = value(/^(?:msg|message|event)$/i);
  return joinTokens(tokenise(message ?? text)).slice(0, longest);
};

/** A path without its query, its ids masked. */
const maskPath = (path: string): string => {
  const [plain = ''] = path.replace(/^https?:\/\/[^/]+(?=\/)/, '').split('?', 1);
  return plain
    .split('/')
    .map((segment) => (/^v\d{1,2}$/.test(segment) ? segment : maskWord(segment)))
    .join('/');
};

const longest = 200;
const pathName =
  /^(?:(?:http|request|req)[_.])?(?:path|url|uri|route|endpoint|target|request_?uri|handler|operation|rpc|method_name)$/i;
const methodName = /^(?:(?:http|request|req)[_.])?(?:method|verb|request_?method)$/i;
const requestLine = /\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\/[^\s"]{0,2000})/;
