/** An address for people: without the user, password, query and fragment that it may carry. */
export const shownAddress = (address: string): string => {
  const url = URL.parse(address);
  // `localhost:9090` reads as a scheme, and other texts as nothing; both may hold what is no address.
  if (url === null || url.host === '') return /[@?#]/.test(address) ? '' : address;
  return `${url.protocol}//${url.host}${url.pathname}`;
};

/** Text of a server whose addresses are {@link shownAddress}: errors quote addresses, which may carry a password or a token. */
export const withShownAddresses = (text: string): string =>
  text.replaceAll(/\bhttps?:\/\/[^\s"']+/g, (address) => shownAddress(address));
