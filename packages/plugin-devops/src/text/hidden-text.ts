import { hiddenCharacters } from '@lineclear/core/plugin';

/**
 * A warning where what is sent has characters that a preview cannot show, and that are not in the arguments: of those in there (`given`),
 * core warns already. `what` begins the sentence.
 */
export const hiddenText = ({ what, sent, given }: { what: string; sent: unknown; given?: unknown }): readonly string[] => {
  const told = new Set(hiddenCharacters(given));
  const points = hiddenCharacters(sent).filter((point) => !told.has(point));
  if (points.length === 0) return [];
  return [`${what} has characters that are not shown: ${points.slice(0, most).join(', ')}${points.length > most ? ', …' : ''}.`];
};

const most = 5;
