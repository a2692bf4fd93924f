import { someText, upTo } from '../text/bounded.ts';
import { shapedText } from '../../text/shaped-text.ts';

const plain = (description: string) =>
  shapedText({ pattern: /^[^\p{Cc}]+$/u, longest: 1_000, error: 'use no control characters' })
    .optional()
    .describe(description);

/** Which objects of a kind are wanted. */
export const labelSelector = plain('Labels: "app=web,tier!=db".');
export const fieldSelector = plain('Fields: "status.phase=Running".');
export const limitOf = (usual: number) => upTo(500).default(usual).describe('At most.');
export const listCursor = someText(10_000).optional().describe('A next_cursor.');
