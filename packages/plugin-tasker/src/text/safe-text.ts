/**
 * Text of a template as one line for people: control, format and unassigned characters are gone, white space is single,
 * and what exceeds `max` characters is cut.
 */
export const oneLine = ({ text, max = 200 }: { text: string; max?: number }): string => {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
};

/** A cell of a Markdown table that is shown as the text it is: no markup, link, tag or new cell comes out of it. */
export const tableCell = (text: string): string =>
  oneLine({ text })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*[\]{}()#!|~$@]/g, String.raw`\$&`)
    // An underscore inside a word is no markup, and the names of steps are full of them.
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(/:(?=\/\/)|(?<=www)\./gi, (sign) => `&#${sign.charCodeAt(0)};`);

/** A quoted label of a Mermaid graph: everything but letters, digits and harmless signs becomes a Mermaid character code. */
export const mermaidLabel = (text: string): string =>
  oneLine({ text, max: 120 }).replaceAll(/[^\p{L}\p{N} _.,-]/gu, (sign) => `#${sign.codePointAt(0)};`);
