// Without the unicode flag a class is several times faster to test; what is above U+FFFF stands as pairs.
// U+FE0F is not in it: names on dashboards have it, where it picks the colourful form of an emoji.
/**
 * What people cannot see and terminals or models may obey: control characters except line feed and tab, bidi controls, zero-width
 * characters, blank letters, Unicode tags and variation selectors. Answers are cleaned of all of it.
 */
export const invisible =
  // oxlint-disable-next-line no-control-regex no-misleading-character-class
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb]|\ud82f[\udca0-\udca3]|\ud834[\udd73-\udd7a]|[\udb40-\udb43][\udc00-\udfff]/;

/**
 * The characters in a text, or in all texts inside a value (names of fields too), that a preview cannot show: as `U+202E`, each once.
 * What ordinary texts are made of does not count: ends of lines, emoji, and the joiners of scripts that need them.
 */
export const hiddenCharacters = (value: unknown): readonly string[] => [...collect({ value, found: new Set() })].map(codePoint);

/** Whether a preview shows a text exactly as it is: stricter than {@link hiddenCharacters}, for names that must not look like others. */
export const isShownWhole = (text: string): boolean =>
  text.isWellFormed() && !invisible.test(text) && hiddenCharacters(text).length === 0;

const collect = ({ value, found }: { value: unknown; found: Set<string> }): Set<string> => {
  if (typeof value === 'string') {
    if (suspect.test(value)) for (const [character] of value.replaceAll(ordinary, '').matchAll(everyHidden)) found.add(character);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      collect({ value: name, found });
      collect({ value: part, found });
    }
  }
  return found;
};

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

// Answers keep these three. Some programs end a line at the separators and others show nothing; outside an emoji nobody sees U+FE0F.
const suspect = new RegExp(`${invisible.source}|[\\u2028\\u2029\\ufe0f]`);
const everyHidden = new RegExp(suspect, 'g');

// The end of a line; the parts of an emoji; a joiner after a letter of a script that is written with joiners (https://www.unicode.org/reports/tr31/).
const ordinary =
  /\r\n|(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)|\p{RGI_Emoji_Tag_Sequence}|(?<=[\p{scx=Arab}\p{scx=Syrc}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}])[\u200c\u200d]/gv;
