import type { ProcessResult } from '../process/run-for-result.ts';
import type { TestReport } from './test-report.ts';

/** Sentences about what the end of the program and its report say differently, or do not say. */
export const judgeRun = ({ end, report }: { end: ProcessResult; report: TestReport | undefined }): readonly string[] => {
  const notes: string[] = [];
  if (end.timedOut) notes.push('The program was ended at its time limit: what had not finished is not counted.');
  else if (end.signal !== null) notes.push(`The program was ended by ${end.signal}.`);
  if (report === undefined) {
    return [
      ...notes,
      'No test results were recognised. Let the program print TAP or JSON, or write JUnit XML and name that file in report.',
    ];
  }
  const ended = end.exitCode;
  if (report.passed + report.failed + report.skipped === 0) notes.push('No test ran.');
  if (ended === 0 && report.failed > 0) notes.push('The program ended with 0 although tests failed.');
  if (ended !== null && ended !== 0 && report.failed === 0) {
    notes.push(`The program ended with ${ended} although no test failed; its output may say why.`);
  }
  return notes;
};
