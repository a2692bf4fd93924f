import type { HttpResponse } from '@lineclear/core/plugin';
import * as z from 'zod';

/** Takes nothing, or any JSON, for the end of a deletion. Throws for anything else: the login page of a proxy has deleted nothing. */
export const expectDone = (answer: HttpResponse): void => {
  if (answer.text().trim() !== '') answer.json(z.unknown());
};
