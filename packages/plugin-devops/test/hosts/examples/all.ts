import type { Examples } from '../world.ts';
import { deploymentExamples } from './deployments.ts';
import { hostExamples } from './hosts.ts';
import { operatingExamples } from './operating.ts';

/** Calls of every tool of the plugin. */
export const allExamples: Examples = { ...hostExamples, ...deploymentExamples, ...operatingExamples };
