/** Faults that only a special value or a sequence shows: in how many of ten seeds a default run's properties find them. */
import { SERVERS } from '../fixtures/servers/index.ts';
import { prepare, say } from './stage.ts';

const SEEDS = 10;
const WANTED = 9;

/** Each in every contract whose server can have it. */
const FAULTS: Readonly<Record<string, readonly [contract: string, fault: string][]>> = {
  'URLs with more than one % are refused': [
    ['kompliant', 'several-escapes-refused'],
    ['konpro', 'two-percent-signs-refused'],
    ['energycap', 'url-with-two-percent-signs-refused'],
  ],
  'what follows the second ? is dropped': [
    ['kompliant', 'second-question-mark-drops-the-rest'],
    ['konpro', 'second-question-mark-cuts'],
    ['energycap', 'url-without-its-second-question-mark'],
  ],
  'É and é are alike': [
    ['kompliant', 'uniqueness-folds-accented-letters'],
    ['konpro', 'accented-capitals-lost'],
  ],
  'a path is cut at 255 bytes': [
    ['kompliant', 'path-cut-at-255-bytes'],
    ['konpro', 'url-cut-at-255-bytes'],
    ['energycap', 'path-cut-at-255-bytes'],
  ],
  'half a surrogate pair is answered 500': [
    ['kompliant', 'lone-surrogate-answers-500'],
    ['konpro', 'lone-surrogate-answers-500'],
  ],
  'https:/host is accepted': [['kompliant', 'url-without-slashes-accepted']],
  'ids with a line feed behind are accepted': [
    ['kompliant', 'ids-with-line-feed'],
    ['konpro', 'ids-matched-up-to-a-line-break'],
  ],
  'the third update creates a second one': [
    ['kompliant', 'third-update-makes-a-second'],
    ['konpro', 'third-update-adds-a-second'],
    ['energycap', 'third-edit-makes-a-second-webhook'],
  ],
  'a URL is reserved until its holder is listed': [['kompliant', 'uniqueness-forgets-listed']],
  'the limit counts a way back twice': [['kompliant', 'limit-counts-way-back-twice']],
};

export async function found(): Promise<boolean> {
  let all = true;
  say(`found by properties with default settings, of ${SEEDS} seeds, at least ${WANTED} wanted:`);
  for (const [what, servers] of Object.entries(FAULTS)) {
    for (const [contract, fault] of servers) {
      const seen = await seedsThatFind(contract, fault);
      all &&= seen >= WANTED;
      say(`  ${seen} ${what} (${contract} ${fault})`);
    }
  }
  return all;
}

async function seedsThatFind(contract: string, fault: string): Promise<number> {
  let count = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const server = await SERVERS.get(contract)?.start({ fault });
    if (!server) throw new Error(`there is no server of ${contract}`);
    const data = { ...server.target, baseUrl: server.baseUrl };
    const run = await prepare(contract, data, { seed, suites: ['properties'] });
    const ended = await Promise.all(run.cases.map(async (one) => run.run(one)));
    await run.finish();
    await server.close();
    if (ended.some(({ status }) => status === 'failed')) count += 1;
  }
  return count;
}
