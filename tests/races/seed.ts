/** New each run, so that the search goes on; a failure is replayed with RACES_SEED. */
export const seed = Number(process.env['RACES_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
