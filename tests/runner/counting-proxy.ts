/** A proxy that counts what a run does to a server, by the server's own state, and may drop answers on the way back. */
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { RunningServer } from '../../fixtures/servers/catalogue.ts';

export interface Counting {
  baseUrl: string;
  counts: {
    requests: number;
    creates: number;
    /** Most items at once on one account. */
    alive: number;
    dropped: number;
    /** Told of the n-th request, before it goes on. */
    heard: (number: number) => void;
  };
  close: () => Promise<void>;
}

/** `drop`: whether the answer to the n-th request is lost. */
export async function countingProxy(
  server: RunningServer,
  aliveOf: (state: unknown) => number,
  drop: (number: number) => boolean = () => false,
): Promise<Counting> {
  const counts: Counting['counts'] = {
    requests: 0,
    creates: 0,
    alive: 0,
    dropped: 0,
    heard: () => undefined,
  };
  const proxy = createServer((incoming, outgoing) => {
    counts.requests += 1;
    const number = counts.requests;
    counts.heard(number);
    if (/\.(create|add)$/.test(incoming.url ?? '')) counts.creates += 1;
    const { connection: _, host: __, ...headers } = incoming.headers;
    const onward = forward(
      server.baseUrl + (incoming.url ?? ''),
      { method: incoming.method, headers },
      (answer) => {
        counts.alive = Math.max(counts.alive, aliveOf(server.state()));
        if (drop(number)) {
          counts.dropped += 1;
          answer.resume();
          outgoing.socket?.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.socket?.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    counts,
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
