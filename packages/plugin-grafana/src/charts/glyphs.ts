/**
 * A small font. Each glyph is a string of rows from the top, a row being five pixels as one digit in base 32 with the leftmost pixel as the
 * highest bit. Capitals stand on row 6; rows 7 and 8 are below the line.
 */
const shapes: Readonly<Record<string, string>> = {
  ' ': '0',
  '!': '4444404',
  '"': 'aa',
  '#': 'aavavaa',
  $: '4fke5u4',
  '%': 'op248j3',
  '&': 'cik8lid',
  "'": '44',
  '(': '2488842',
  ')': '8422248',
  '*': '04lel4',
  '+': '044v44',
  ',': '00000048',
  '-': '000e',
  '.': '0000004',
  '/': '122488g',
  0: 'ehhhhhe',
  1: '4c4444e',
  2: 'eh168gv',
  3: 'eh161he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  ':': '0004004',
  ';': '00040048',
  '<': '248g842',
  '=': '00v0v',
  '>': '8421248',
  '?': 'eh12404',
  '@': 'ehnlnge',
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhe',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhaaa4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  '[': 'e88888e',
  '\\': 'g884221',
  ']': 'e22222e',
  '^': '4ah',
  _: '0000000v',
  '`': '84',
  a: '00e1fhf',
  b: 'gguhhhu',
  c: '00ehghe',
  d: '11fhhhf',
  e: '00ehvge',
  f: '698s888',
  g: '00fhhhf1e',
  h: 'gguhhhh',
  i: '40c444e',
  j: '2062222ic',
  k: 'ggikoki',
  l: 'c44444e',
  m: '00qllll',
  n: '00uhhhh',
  o: '00ehhhe',
  p: '00uhhhugg',
  q: '00fhhhf11',
  r: '00mpggg',
  s: '00fge1u',
  t: '88s8896',
  u: '00hhhhf',
  v: '00hhha4',
  w: '00hhlla',
  x: '00ha4ah',
  y: '00hhhhf1e',
  z: '00v248v',
  '{': '6448446',
  '|': '4444444',
  '}': 'c44244c',
  '~': '0008l2',
  '–': '000v',
  '…': '000000l',
};
const unknown = 'vhhhhhv';

/** The dots of a glyph; columns begin at 0. */
export interface Glyph {
  readonly dots: readonly (readonly [column: number, row: number])[];
  /** Columns up to the next glyph, the gap included. */
  readonly advance: number;
}

/** The glyph of a character; a box for those that the font does not have. */
export const glyphOf = (character: string): Glyph => {
  const shape = shapes[character] ?? unknown;
  const known = drawn.get(shape);
  if (known !== undefined) return known;
  const glyph = readShape(shape);
  drawn.set(shape, glyph);
  return glyph;
};

/** At most one entry for each shape above. */
const drawn = new Map<string, Glyph>();

const readShape = (shape: string): Glyph => {
  const rows = [...shape].map((digit) => Number.parseInt(digit, 32));
  const columns = [0, 1, 2, 3, 4];
  const isSet = (row: number, column: number): boolean => (row & (16 >> column)) !== 0;
  const used = columns.filter((column) => rows.some((row) => isSet(row, column)));
  const [first = 0] = used;
  const last = used.at(-1) ?? 1;
  return {
    dots: rows.flatMap((row, index) =>
      columns.filter((column) => isSet(row, column)).map((column): readonly [number, number] => [column - first, index]),
    ),
    advance: last - first + 3,
  };
};
