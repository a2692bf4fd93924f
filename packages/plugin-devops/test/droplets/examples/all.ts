import type { Examples } from '../../../src/droplets/test/backend.ts';
import { otherExamples } from './around.ts';
import { dropletExamples } from './droplets.ts';

/** Calls of every tool of the plugin. */
export const allExamples: Examples = { ...dropletExamples, ...otherExamples };
