import { errorsPage } from './errors-page.ts';

/** The files that are made from code, by their path in the workspace. */
export const generatedFiles = (): ReadonlyMap<string, string> => new Map([['docs/errors.md', errorsPage()]]);
