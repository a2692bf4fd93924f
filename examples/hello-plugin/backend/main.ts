import { startFlagBackend } from './flag-backend.ts';

// npm run backend: the service on port 8300 for a token that is no secret.
const { url } = await startFlagBackend({ token: 'demo-token', port: 8300 });
process.stderr.write(`the flag service answers on ${url} for the token demo-token\n`);
