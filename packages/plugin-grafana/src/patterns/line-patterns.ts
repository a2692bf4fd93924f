import { joinTokens } from './field-tokens.ts';
import type { Form, Sample, Tally } from './form.ts';
import { type DrainParameters, limits, usualParameters } from './parameters.ts';
import { growTree } from './parse-tree.ts';
import { tokenise } from './tokenise.ts';
import { Vocabulary } from './vocabulary.ts';

/** Lines that are alike. Times are nanoseconds since the epoch. */
export interface LinePattern {
  /** With `<_>` where the lines differ; JSON and logfmt lines as `name=value`. */
  readonly pattern: string;
  readonly count: number;
  /** How many of the earlier lines are like it. */
  readonly earlier: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
  /** Different lines, the newest first, cut where they are long. */
  readonly samples: readonly string[];
}

export interface Clustered {
  /** The most frequent first. */
  readonly patterns: readonly LinePattern[];
  readonly lines: number;
  /** Patterns that are too rare to be kept, and their lines. */
  readonly others: { readonly patterns: number; readonly lines: number };
  /** Patterns that only earlier lines have. */
  readonly gone: { readonly patterns: number; readonly lines: number };
  /** Lines that came when the limits were reached. */
  readonly unread: number;
}

/** Counts lines, then clusters the different ones. The order of the lines does not matter, unless there are more than the limits allow. */
export class LinePatterns {
  readonly #tallies = new Map<string, Tally>();
  #lines = 0;
  #characters = 0;
  #unread = 0;

  /** An earlier line shapes the patterns and is counted apart: it is of the time that is compared with. */
  add({ line, ns, isEarlier = false }: Sample & { isEarlier?: boolean }): void {
    const tokens = tokenise(line).join(' ');
    const tally = this.#tallies.get(tokens) ?? this.#begin(tokens);
    if (this.#lines >= limits.lines || tally === undefined) {
      this.#unread += 1;
      return;
    }
    this.#lines += 1;
    if (isEarlier) {
      tally.earlier += 1;
      return;
    }
    tally.count += 1;
    if (tally.firstNs === undefined || ns < tally.firstNs) tally.firstNs = ns;
    if (tally.lastNs === undefined || ns > tally.lastNs) tally.lastNs = ns;
    tally.samples = newestOf(tally.samples, { line: line.slice(0, limits.sampleCharacters).toWellFormed(), ns });
  }

  cluster(parameters: DrainParameters = usualParameters): Clustered {
    const vocabulary = new Vocabulary();
    const forms = [...this.#tallies]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([tokens, tally]) => ({ tokens: tokens.split(' ').map((token) => vocabulary.numberOf(token)), tally }));
    const found = growTree({ forms, vocabulary, parameters }).map((group) => toPattern({ group, vocabulary }));
    const seen = found
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => other.count - one.count || (one.pattern < other.pattern ? -1 : 1));
    const gone = found.filter(({ count }) => count === 0);
    const left = seen.slice(parameters.maxClusters);
    return {
      patterns: seen.slice(0, parameters.maxClusters),
      lines: found.reduce((sum, { count }) => sum + count, 0),
      others: { patterns: left.length, lines: left.reduce((sum, { count }) => sum + count, 0) },
      gone: { patterns: gone.length, lines: gone.reduce((sum, { earlier }) => sum + earlier, 0) },
      unread: this.#unread,
    };
  }

  /** A tally of its own for a new sequence of tokens; undefined where there is no room for one. */
  #begin(tokens: string): Tally | undefined {
    if (this.#lines >= limits.lines || this.#tallies.size >= limits.forms) return undefined;
    if (this.#characters + tokens.length > limits.characters) return undefined;
    const tally: Tally = { count: 0, earlier: 0, firstNs: undefined, lastNs: undefined, samples: [] };
    this.#characters += tokens.length;
    this.#tallies.set(tokens, tally);
    return tally;
  }
}

const toPattern = ({ group, vocabulary }: { group: readonly Form[]; vocabulary: Vocabulary }): LinePattern => {
  const tallies = group.map(({ tally }) => tally);
  const samples = tallies.flatMap((tally) => tally.samples).reduce<readonly Sample[]>(newestOf, []);
  const times = tallies.flatMap(({ firstNs, lastNs }) =>
    firstNs === undefined || lastNs === undefined ? [] : [firstNs, lastNs],
  );
  const [first] = group;
  const tokens = (first?.tokens ?? []).map((token, position) =>
    vocabulary.tokenOf(commonToken({ token, others: group, position, vocabulary })),
  );
  return {
    pattern: joinTokens(tokens),
    count: tallies.reduce((sum, { count }) => sum + count, 0),
    earlier: tallies.reduce((sum, { earlier }) => sum + earlier, 0),
    firstNs: times.reduce((least, ns) => (ns < least ? ns : least), times[0] ?? 0n),
    lastNs: times.reduce((most, ns) => (ns > most ? ns : most), times[0] ?? 0n),
    samples: samples.map(({ line }) => line),
  };
};

const commonToken = ({
  token,
  others,
  position,
  vocabulary,
}: {
  token: number;
  others: readonly Form[];
  position: number;
  vocabulary: Vocabulary;
}): number => {
  if (others.every(({ tokens }) => tokens[position] === token)) return token;
  const general = vocabulary.generalOf(token);
  const isShared = others.every(({ tokens }) => vocabulary.generalOf(tokens[position] ?? token) === general);
  return isShared ? general : vocabulary.numberOf('<_>');
};

/** The newest different lines, of equally old ones the first by alphabet. */
const newestOf = (samples: readonly Sample[], sample: Sample): readonly Sample[] => {
  const last = samples.at(-1);
  if (samples.length === limits.samples && last !== undefined && isBefore(last, sample)) return samples;
  const same = samples.find(({ line }) => line === sample.line);
  if (same !== undefined && same.ns >= sample.ns) return samples;
  const others = same === undefined ? samples : samples.filter((one) => one !== same);
  return [...others, sample].toSorted((one, other) => (isBefore(one, other) ? -1 : 1)).slice(0, limits.samples);
};

const isBefore = (one: Sample, other: Sample): boolean => one.ns > other.ns || (one.ns === other.ns && one.line <= other.line);
