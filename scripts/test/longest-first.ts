import { BaseSequencer, type TestSpecification } from 'vitest/node';

const long = /\/(bench|e2e)\/|\/test\/(github\/)?contract\.test\.ts$/;

/** What takes minutes comes first, so that the other files fill the time of the last workers, and not one of these. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(({ moduleId }) => long.test(moduleId)), ...sorted.filter(({ moduleId }) => !long.test(moduleId))];
  }
}
