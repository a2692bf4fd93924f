/** A line without colours, other terminal sequences and control characters, so that what people see alike is alike. */
export const cleanLine = (line: string): string =>
  (line.isWellFormed() ? line : line.toWellFormed()).replace(terminalSequences, '').replace(controls, '').trimEnd();

// oxlint-disable-next-line no-control-regex
const terminalSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\))/g;
// oxlint-disable-next-line no-control-regex
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
