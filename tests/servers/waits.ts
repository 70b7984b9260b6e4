/** Whether a server waits before it answers. */
import { vi } from 'vitest';

/** Less than the least that a variant waits with chance at its highest, more than a loopback answer needs. */
const WAITED_MS = 13;
/** Of so many the fastest counts: no load on the machine makes it faster than a server that waits. */
const EXCHANGES = 20;

/** `exchange` is one request with its answer. Variants that wait by chance wait as long as they can. */
export async function waits(exchange: () => Promise<unknown>, ms = WAITED_MS): Promise<boolean> {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.99);
  try {
    let fastest = Infinity;
    for (let count = 0; count < EXCHANGES; count += 1) {
      const start = performance.now();
      await exchange();
      fastest = Math.min(fastest, performance.now() - start);
    }
    return fastest >= ms;
  } finally {
    random.mockRestore();
  }
}
