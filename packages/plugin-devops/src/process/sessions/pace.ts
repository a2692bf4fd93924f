/**
 * Counts what was read from a source and lets it rest after each `bytesPerTurn`: a program that prints without end must not take this
 * process for itself. The rest ends by a timer and never waits for a reader, so that nothing can stand still.
 */
export const createPace = (source: { pause: () => void; resume: () => void }): ((bytes: number) => void) => {
  let turn = 0;
  return (bytes) => {
    turn += bytes;
    if (turn < bytesPerTurn) return;
    turn = 0;
    source.pause();
    setTimeout(() => source.resume(), restMs);
  };
};

const bytesPerTurn = 1 << 20;
const restMs = 10;
