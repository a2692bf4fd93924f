import type { LabelledLine } from './corpus.ts';
import { randomValues } from './random-values.ts';

const kinds = ['uuid', 'address', 'duration', 'person', 'host', 'path', 'word', 'hex', 'time'] as const;
type Part = string | { readonly kind: (typeof kinds)[number] };

const vocabularySize = 120;
/** So many of ten parts are values. */
const valuesOfTen = 3;
/** With more values than that, nobody could tell a template by its words. */
const leastWords = 0.6;

/** Lines of templates that are themselves random: words of one vocabulary, with values anywhere between them. */
export const randomTemplates = ({
  seed,
  templates,
  perTemplate,
}: {
  seed: number;
  templates: number;
  perTemplate: number;
}): readonly LabelledLine[] => {
  const values = randomValues(seed);
  const vocabulary = Array.from({ length: vocabularySize }, values.word);
  const template = (): readonly Part[] => {
    const parts = Array.from({ length: values.int(4, 10) }, (): Part => {
      const kind = kinds[values.int(0, kinds.length - 1)] ?? 'word';
      return values.int(0, 9) < valuesOfTen ? { kind } : (vocabulary[values.int(0, vocabularySize - 1)] ?? 'word');
    });
    const words = parts.filter((part) => typeof part === 'string').length;
    return words >= parts.length * leastWords ? parts : template();
  };
  const line = (parts: readonly Part[]): string =>
    parts.map((part) => (typeof part === 'string' ? part : values[part.kind]())).join(' ');
  const all = Array.from({ length: templates }, template).flatMap((parts, index) =>
    Array.from({ length: perTemplate }, () => ({ template: `template ${index}`, line: line(parts), ns: 0n })),
  );
  return values.shuffled(all);
};
