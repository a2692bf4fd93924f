import * as z from 'zod';
import { limitedText } from '../schemas/limited-text.ts';

export const incidentId = limitedText(200).describe('From list_incidents');
export const title = limitedText(200);
export const severity = limitedText(60).describe('minor, major, critical');
export const status = z.enum(['active', 'resolved']);
export const note = limitedText(8_000);

/** An address of the web, and nothing that a browser would run. */
export const webAddress = limitedText(2_000).refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'an http or https address',
});
