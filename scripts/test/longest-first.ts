import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = /\/(bench|e2e\/(clients|packed))\//;
const long = /\/e2e\/|\/test\/([a-z]+\/)?(contract|every-preview)\.test\.ts$/;
/** These mostly wait for a broker and its workers. */
const waiting = /\/plugin-celery\/src\/(test|broker)\//;

/**
 * What takes minutes comes first, so that the other files fill the time of the last workers, and not one of these. Every second file of these
 * is one that waits: two that compute share the cores with two that leave them alone.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const kinds = Map.groupBy(sorted, kindOf);
    const of = (kind: Kind): readonly TestSpecification[] => kinds.get(kind) ?? [];
    return [...inTurns([...of('longest'), ...of('long')], of('waiting')), ...of('short')];
  }
}

type Kind = 'longest' | 'long' | 'waiting' | 'short';

const kindOf = ({ moduleId }: TestSpecification): Kind => {
  if (longest.test(moduleId)) return 'longest';
  if (long.test(moduleId)) return 'long';
  return waiting.test(moduleId) ? 'waiting' : 'short';
};

const inTurns = <Item>(some: readonly Item[], others: readonly Item[]): readonly Item[] =>
  Array.from({ length: Math.max(some.length, others.length) }, (_, index) => [
    ...some.slice(index, index + 1),
    ...others.slice(index, index + 1),
  ]).flat();
