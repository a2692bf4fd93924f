/**
 * The first file and line that a stack or message names, dependencies and the runtime left out. With `file`, the first line in that file
 * where there is one.
 */
export const placeIn = ({
  text,
  file,
}: {
  text: string;
  file?: string | undefined;
}): { file: string; line: number } | undefined => {
  const places = text.split('\n', maxLines).flatMap(placesOfLine);
  const wanted = file?.split(/[\\/]/).at(-1);
  if (wanted === undefined) return places[0];
  return places.find((place) => place.file.split(/[\\/]/).at(-1) === wanted);
};

const maxLines = 80;
const maxLineCharacters = 600;

const placesOfLine = (line: string): { file: string; line: number }[] => {
  // The regular expressions look at every start in a line, so the line is kept short.
  const text = line.slice(0, maxLineCharacters);
  const python = /File "([^"]{1,300})", line (\d{1,7})/.exec(text);
  const matches =
    python === null ? [...text.matchAll(/((?:file:\/\/)?[^\s:()'"<>|]{1,300}\.[A-Za-z]\w{0,7}):(\d{1,7})(?!\w)/g)] : [python];
  return matches.flatMap((match) => {
    const path = (match[1] ?? '').replace(/^file:\/\//, '');
    return notOurs.test(path) ? [] : [{ file: path, line: Number(match[2]) }];
  });
};

const notOurs =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|lib[\\/]python[\d.]+|vendor)[\\/]|^node:|^internal[\\/]|^\d[\d.]*$/;
