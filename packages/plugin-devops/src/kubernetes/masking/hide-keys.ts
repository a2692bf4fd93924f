const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
// Base64, perhaps behind what a logger puts in front of each line, a last line of it, a field of the head, or nothing.
const body =
  /[A-Za-z0-9+/]{20}={0,2}\s{0,5}$|^\s{0,20}=?[A-Za-z0-9+/]{1,76}={0,2}\s{0,5}$|^\s{0,20}[A-Z][A-Za-z-]{2,20}: |^\s{0,20}$/;
const hidden = '[line of a private key]';

/**
 * Lines without the private keys that go over several of them: from the line that begins one to the one that ends it, or as far as they look
 * like it. A key whose beginning was not read is known by its end.
 */
export const hideKeys = <Line extends { readonly text: string }>(lines: readonly Line[]): readonly Line[] => {
  const isPart = lines.map(() => false);
  let isInside = false;
  for (const [index, { text }] of lines.entries()) {
    const [begins, ends] = [begin.test(text), end.test(text)];
    // One on a single line has a digest of its own.
    if (begins && ends) continue;
    if (ends && !isInside) {
      for (let before = index - 1; before >= 0 && body.test(lines[before]?.text ?? ''); before -= 1) isPart[before] = true;
    }
    isInside = begins || (isInside && !ends && body.test(text));
    isPart[index] = isInside || ends;
  }
  return lines.map((line, index) => (isPart[index] === true ? { ...line, text: hidden } : line));
};
