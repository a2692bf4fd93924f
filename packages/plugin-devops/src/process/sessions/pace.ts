/**
 * Adds up what reading from a source costs and lets it rest after each `costPerTurn`: a program that prints without end must not take this
 * process for itself. The rest ends by a timer and never waits for a reader, so that nothing can stand still.
 */
export const createPace = (source: { pause: () => void; resume: () => void }): ((cost: number) => void) => {
  let turn = 0;
  return (cost) => {
    turn += cost;
    if (turn < costPerTurn) return;
    turn = 0;
    source.pause();
    setTimeout(() => source.resume(), restMs);
  };
};

const costPerTurn = 256 << 10;
const restMs = 4;
