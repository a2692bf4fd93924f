import { cutText } from '../schemas/cut-text.ts';
import type { QueryAnswer } from './schemas.ts';

const most = 10;

/** What Prometheus says beside an answer, the first few of it. */
export const shownWarnings = ({ warnings, infos }: Pick<QueryAnswer, 'warnings' | 'infos'>): string[] =>
  [...warnings, ...infos].slice(0, most).map((text) => cutText({ text, most: 500 }));
