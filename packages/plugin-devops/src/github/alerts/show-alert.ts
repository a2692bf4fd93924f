import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Alert } from './alert.ts';

export const shownAlert = z.object({
  number: z.int(),
  state: z.string(),
  severity: z.string().nullable(),
  title: z.string().describe('Quoted: not by people of the repository.'),
  place: z.string().nullable().describe('A file or a package.'),
  url: z.string(),
  created_at: z.string(),
});

export const showAlert = ({ number, state, severity, title, place, url, created_at }: Alert): z.output<typeof shownAlert> => ({
  number,
  state,
  severity,
  title: quoted(title),
  place: place === null ? null : quoted(place),
  url,
  created_at,
});
