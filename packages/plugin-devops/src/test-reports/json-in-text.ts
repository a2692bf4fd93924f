/**
 * The JSON object that begins where `start` matches, whatever stands before and after it. `end` is -1 when it is cut off. The pattern has
 * to be one that matches at the opening brace.
 */
export const jsonInText = ({ text, start }: { text: string; start: RegExp }): { from: number; end: number } | undefined => {
  const from = text.search(start);
  return from === -1 ? undefined : { from, end: endOfObject({ text, from }) };
};

const endOfObject = ({ text, from }: { text: string; from: number }): number => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString({ text, from: at });
      if (at === -1) return -1;
    } else if (code === open) depth += 1;
    else if (code === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
};

const endOfString = ({ text, from }: { text: string; from: number }): number => {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return -1;
};

const quote = 34;
const backslash = 92;
const open = 123;
const close = 125;
