/** A reference server in a process of its own: prints its target as a line of JSON, and ends with its parent. */
import { SERVERS } from '../fixtures/servers/index.ts';

const name = process.argv[2] ?? 'kompliant';
const server = await SERVERS.get(name)?.start();
if (!server) throw new Error(`there is no server of ${name}`);
process.stdout.write(`${JSON.stringify({ ...server.target, baseUrl: server.baseUrl })}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit());
