import { LineclearError } from '../plugin/errors.ts';

/** A URI with variables in it. */
export interface UriTemplate {
  readonly variables: readonly string[];
  /** The variables' decoded values, or `undefined` for a URI of another form. Takes time linear in the URI's length. */
  match(uri: string): Readonly<Record<string, string>> | undefined;
}

/**
 * Reads an RFC 6570 level-1 template such as `tasker://tasks/{id}`; a URI without braces is one without variables. Throws
 * `invalid_input` for other levels, for variables that touch (nothing would say where one ends) and for repeated ones.
 */
export const parseUriTemplate = (template: string): UriTemplate => {
  const [first = '', ...others] = template.split('{');
  const parts = others.map((part) => {
    const end = part.indexOf('}');
    return { variable: part.slice(0, Math.max(end, 0)), literal: part.slice(end + 1), isClosed: end !== -1 };
  });
  const variables = parts.map(({ variable }) => variable);
  const problem =
    (/^[a-z][a-z0-9+.-]*:/i.test(first) ? undefined : 'it does not begin with a scheme') ??
    (parts.every(({ isClosed }) => isClosed) &&
    ![first, ...parts.map(({ literal }) => literal)].some((text) => text.includes('}'))
      ? undefined
      : 'its braces do not match') ??
    (variables.every((name) => /^\w+$/.test(name)) ? undefined : 'only plain variables such as {id} are supported') ??
    (new Set(variables).size === variables.length ? undefined : 'a variable appears twice') ??
    (parts.slice(0, -1).every(({ literal }) => literal !== '') ? undefined : 'two variables touch');
  if (problem !== undefined) throw new LineclearError('invalid_input', `"${template}" is not a URI template: ${problem}`);
  return { variables, match: (uri) => matchParts({ uri, first, parts }) };
};

const matchParts = ({
  uri,
  first,
  parts,
}: {
  uri: string;
  first: string;
  parts: readonly { readonly variable: string; readonly literal: string }[];
}): Readonly<Record<string, string>> | undefined => {
  if (!uri.startsWith(first)) return undefined;
  const values: [string, string][] = [];
  let at = first.length;
  for (const [index, { variable, literal }] of parts.entries()) {
    const isLast = index === parts.length - 1;
    // The earliest end leaves the most for what follows; only the last literal has a fixed place.
    const end = isLast ? uri.length - literal.length : uri.indexOf(literal, at + 1);
    if (end <= at || (isLast && !uri.endsWith(literal))) return undefined;
    const value = decode(uri.slice(at, end));
    if (value === undefined) return undefined;
    values.push([variable, value]);
    at = end + literal.length;
  }
  return at === uri.length ? Object.fromEntries(values) : undefined;
};

/** A simple variable expands to unreserved and percent-encoded characters only, so that it never spans a `/`. */
const decode = (text: string): string | undefined => {
  if (!/^[\w.~%-]+$/.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
