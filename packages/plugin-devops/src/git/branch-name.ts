import * as z from 'zod';
import { isRevision } from './ref.ts';

/** A name that a branch may have: a revision without suffixes, which is neither `HEAD` nor a whole ref. */
export const isBranchName = (text: string): boolean =>
  isRevision(text) && !/[~^]/.test(text) && !['HEAD', '@'].includes(text) && !text.startsWith('refs/');

/** An input field for a branch. */
export const branchName = (description: string) =>
  z.string().refine(isBranchName, 'Not a name that a branch may have.').describe(description);

/** The branch of a ref, or what to call a head without one. */
export const shortBranch = (ref: string): string => (ref === 'HEAD' ? 'the detached head' : ref.replace(/^refs\/heads\//, ''));
