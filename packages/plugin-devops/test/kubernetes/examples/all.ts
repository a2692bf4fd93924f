import type { Examples } from '../backend.ts';
import { readExamples } from './reads.ts';
import { writeExamples } from './writes.ts';

/** Calls of every tool of the plugin. */
export const allExamples: Examples = { ...readExamples, ...writeExamples };
