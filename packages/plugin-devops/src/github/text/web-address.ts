import * as z from 'zod';

const isAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return text.length <= 2_000 && /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === '';
};

/** An input field for an address that will be published, so it holds no credentials. */
export const webAddress = (description: string) =>
  z.string().refine(isAddress, 'Use an http or https URL without a user and password.').optional().describe(description);
