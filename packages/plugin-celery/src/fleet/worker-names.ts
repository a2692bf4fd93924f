import * as z from 'zod';

/** Which workers an order is for, as inputs name them. */
export const workerNames = z.array(z.string().min(1).max(255)).min(1).max(200);
