import * as z from 'zod';
import { limitedText } from '../schemas/limited-text.ts';

export const incidentId = limitedText(200).describe('From list_incidents');
export const title = limitedText(200);
export const severity = limitedText(60).describe('minor, major, critical');
export const status = z.enum(['active', 'resolved']);
export const note = limitedText(8_000);

/** An address of the web, and nothing that a browser would run. */
export const webAddress = limitedText(2_000).refine(
  (text) => {
    const url = URL.parse(text);
    // What names a user may have a password, and a chat room would see it.
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  },
  { error: 'an http or https address without user and password' },
);
