import { hiddenCharacters } from '../plugin/hidden-characters.ts';
import type { JsonObject } from '../plugin/json.ts';
import { quoted } from '../plugin/quoted.ts';

/**
 * A warning where arguments hold characters that a preview cannot show, so that nobody approves a text that is not the one that is sent:
 * `Sent, but not shown: U+200B, U+202E in argv[1]; U+001B in stdin.` Names the first five places, and of each the first five characters.
 */
export const hiddenArguments = (args: JsonObject): readonly string[] => {
  const found = placesIn({ value: args, path: '' });
  if (found.length === 0) return [];
  const places = found.slice(0, most).map(({ path, points }) => `${listed(points)} in ${shownPath(path)}`);
  const more = found.length - places.length;
  return [`Sent, but not shown: ${places.join('; ')}${more === 0 ? '' : `; and more in ${more} other places`}.`];
};

interface Place {
  readonly path: string;
  readonly points: readonly string[];
}

const most = 5;

const placesIn = ({ value, path }: { value: unknown; path: string }): readonly Place[] => {
  if (typeof value === 'string') return placeOf({ text: value, path });
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const inside = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    return [...(Array.isArray(value) ? [] : placeOf({ text: name, path: inside })), ...placesIn({ value: part, path: inside })];
  });
};

const placeOf = ({ text, path }: { text: string; path: string }): readonly Place[] => {
  const points = hiddenCharacters(text);
  return points.length === 0 ? [] : [{ path, points }];
};

const listed = (points: readonly string[]): string => `${points.slice(0, most).join(', ')}${points.length > most ? ', …' : ''}`;

// Names of fields may be a caller's own: in quotes they cannot pass for the rest of the sentence.
const shownPath = (path: string): string => (/^[\w.[\]-]{1,80}$/.test(path) ? path : quoted(path));
