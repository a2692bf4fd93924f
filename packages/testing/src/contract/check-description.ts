import type { Finding } from './rules.ts';
import { countWords, firstSentence } from './words.ts';

/** A description must say what it does in a short first sentence, and stay short. */
export const checkDescription = (subject: string, description: string): readonly Finding[] => {
  const first = firstSentence(description.trim());
  if (first === undefined || countWords(first) < 2) {
    return [{ rule: 'description_missing', subject, message: `The description is ${JSON.stringify(description)}.` }];
  }
  const findings: Finding[] = [];
  const words = countWords(description);
  if (words >= 60 || countWords(first) >= 30) {
    const message = `The description has ${words} words, its first sentence ${countWords(first)}.`;
    findings.push({ rule: 'description_long', subject, message });
  }
  const shout = /\b(MUST|NEVER|ALWAYS|IMPORTANT|CRITICAL|WARNING|DO NOT)\b/.exec(description)?.[0];
  if (shout !== undefined) findings.push({ rule: 'description_shouts', subject, message: `The description shouts "${shout}".` });
  return findings;
};
