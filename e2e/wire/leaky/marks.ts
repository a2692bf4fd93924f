/** Secrets that cannot occur by chance, with characters that every encoding writes in its own way. */
export const marks = {
  /** From the environment; goes out as a bearer token. */
  token: 'tokMARK~one/9+Qz==',
  /** From a file; goes out as a header. */
  key: 'keyMARK!two/8+Wy&<x>\'"\\',
  /** In the configuration itself, inside a URL. */
  link: 'linkMARK-three',
  /** Arrives as a tool's input. */
  input: 'inputMARK four/7+ä',
} as const;

/** Every writing of a secret that must not be found. Written by itself, so that it finds what the redactor forgot. */
const writingsOf = (mark: string): readonly string[] => {
  const json = JSON.stringify(mark).slice(1, -1);
  const percent = encodeURIComponent(mark);
  const texts = [mark, json, JSON.stringify(json).slice(1, -1), percent, percent.toLowerCase(), encodeURI(mark)];
  const form = new URLSearchParams({ a: mark }).toString().slice(2);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift, 'x'), Buffer.from(mark)]).toString('base64');
    // Without the characters that also hold bits of what stands around.
    const inner = whole.replace(/=+$/, '').slice(shift === 0 ? 0 : shift + 1, -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([...texts, form, ...base64])];
};

/** Where marks were found, as `place: mark (writing)`; empty when nothing leaked. */
export const findMarks = (places: Readonly<Record<string, string | Buffer>>): readonly string[] =>
  Object.entries(places).flatMap(([place, content]) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    return Object.entries(marks).flatMap(([name, mark]) =>
      writingsOf(mark).flatMap((writing) => {
        const at = bytes.indexOf(writing);
        return at === -1
          ? []
          : [`${place}: ${name} as ${writing} in …${bytes.subarray(Math.max(0, at - 120), at).toString('utf8')}`];
      }),
    );
  });
