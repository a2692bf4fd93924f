import * as z from 'zod';

/** The host that a tool acts on: always named, never chosen for the caller. */
export const hostField = z.string().describe('From host_list, such as web-1.');
