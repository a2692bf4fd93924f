// The package has this door, and its types do not.
declare module 'pg/lib/client.js' {
  import type { Client } from 'pg';

  const client: typeof Client;
  export default client;
}
