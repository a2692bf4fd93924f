import type { Risk } from '../plugin/context.ts';

const order: readonly Risk[] = ['additive', 'reversible', 'destructive'];

/** The worse of several risks; one that is not in the table counts as destructive. */
export const worstRisk = (...risks: readonly [Risk, ...Risk[]]): Risk =>
  order[Math.max(...risks.map((risk) => (order.includes(risk) ? order.indexOf(risk) : order.length - 1)))] ?? 'destructive';
