/** An address for people: without the user, password and query that it may carry. */
export const shownAddress = (address: string): string => {
  const url = URL.parse(address);
  if (url === null) return address.includes('@') || address.includes('?') ? '' : address;
  return url.host === ''
    ? (address.split('?', 1)[0] ?? '')
    : url.origin === 'null'
      ? `${url.protocol}//${url.host}${url.pathname}`
      : url.origin + url.pathname;
};
