/**
 * Requests a second of the suite (signing, sending, validation, evidence) beside those of bare undici, which sends the
 * same bodies with the same headers at the same concurrency and reads the answers: turn by turn in one run, so that
 * whatever else the machine does slows both.
 */
import { Pool } from 'undici';

import type { Scene } from '../runner/cases/scene.ts';
import { caseOf, median, prepare, say, serve } from './stage.ts';

const LANES = 8;
const TURNS = 12;
const EACH = 3_000;

/** How many requests were sent in how long, and with how much of this process's CPU. */
interface Turn {
  rate: number;
  cpuMs: number;
}

export async function rate(name = 'kompliant'): Promise<boolean> {
  const server = await serve(name);
  const ours: Turn[] = [];
  const bare: Turn[] = [];
  const performance = await prepare(name, server.data);
  const one = await caseOf(name, 'update', async (scene) => {
    const item = await scene.registry.item();
    const pool = new Pool(String(server.data['baseUrl']), { connections: LANES, pipelining: 1 });
    const body = new Body(scene, item.id);
    try {
      for (let turn = 0; turn < TURNS; turn += 1) {
        const mine = await measured(async () => {
          const draft = scene.registry.change(item, { url: body.url() });
          await scene.demand(scene.registry.send(draft)).toSucceed();
        });
        const { path, headers, method } = body.last();
        const theirs = await measured(async () => {
          const answer = await pool.request({ path, method, headers, body: body.next() });
          await answer.body.arrayBuffer();
        });
        // The first turn of each is for the compiler.
        if (turn === 0) continue;
        ours.push(mine);
        bare.push(theirs);
      }
    } finally {
      await pool.close();
    }
  });
  const ended = await performance.run(one);
  if (ended.status !== 'passed') say(`  the suite's turn did not pass: ${ended.message ?? ended.status}`);
  await performance.finish();
  server.close();
  const ratios = ours.map((turn, index) => turn.rate / (bare[index]?.rate ?? NaN));
  const each = ({ cpuMs }: Turn): number => cpuMs;
  say(`rate of updates against ${name}, ${LANES} in flight, ${ours.length} turns of ${EACH} each:`);
  say(
    `  suite  ${median(ours.map((turn) => turn.rate)).toFixed(0)}/s, ${median(ours.map(each)).toFixed(3)} ms CPU a request`,
  );
  say(
    `  undici ${median(bare.map((turn) => turn.rate)).toFixed(0)}/s, ${median(bare.map(each)).toFixed(3)} ms CPU a request`,
  );
  say(
    `  median ratio ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}), at least 0.5 wanted`,
  );
  return median(ratios) >= 0.5 && ended.status === 'passed';
}

async function measured(send: () => Promise<void>): Promise<Turn> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  let left = EACH;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return { rate: (EACH / (performance.now() - began)) * 1000, cpuMs: (user + system) / 1000 / EACH };
}

/** The bodies of both: URLs of one length that nobody had. */
class Body {
  readonly #scene: Scene;
  readonly #id: string | number;
  #count = 0;

  constructor(scene: Scene, id: string | number) {
    this.#scene = scene;
    this.#id = id;
  }

  url(): string {
    this.#count += 1;
    return `${this.#scene.registry.values.prefix}bench-${String(this.#count).padStart(8, '0')}`;
  }

  next(): string {
    return this.#draft().content as string;
  }

  /** How the suite sends it, headers and all. */
  last(): { path: string; method: 'POST' | 'PATCH'; headers: Record<string, string> } {
    const { path, account, method } = this.#draft();
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'content-type': 'application/json',
      'user-agent': 'bench',
      ...this.#scene.client.signer.sign(account.credentials),
    };
    return { path, headers, method: method === 'PATCH' ? 'PATCH' : 'POST' };
  }

  #draft(): ReturnType<Scene['registry']['draft']> {
    return this.#scene.registry.draft('update', { id: this.#id, fields: { url: this.url() } });
  }
}
