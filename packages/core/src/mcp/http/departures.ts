import type { ServerResponse } from 'node:http';

interface Departure {
  readonly response: ServerResponse;
  readonly send: (response: ServerResponse) => void;
}

/**
 * Lets answers that are ready in one turn of the event loop leave together at its end. Sent at once, each would wake a client that has
 * just gone to sleep, and that costs about as much as answering.
 */
export class Departures {
  #waiting: Departure[] = [];

  /** Nothing is sent where the response has ended or begun by then. */
  add(departure: Departure): void {
    if (this.#waiting.push(departure) === 1) setImmediate(this.#depart);
  }

  readonly #depart = (): void => {
    const departures = this.#waiting;
    this.#waiting = [];
    for (const { response, send } of departures) if (!response.headersSent && !response.destroyed) send(response);
  };
}
