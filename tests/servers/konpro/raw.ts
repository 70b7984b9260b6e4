/** An answer as it comes over the wire. */
import { connect } from 'node:net';
import type { RunningServer } from '../../../fixtures/servers/catalogue.ts';
import { accountsOf } from './client.ts';

export function raw(server: RunningServer, method: string, path: string): Promise<string> {
  const { hostname, port } = new URL(server.baseUrl);
  const key = accountsOf(server)[0]?.auth.apiKey ?? '';
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('latin1').on('error', reject);
    socket.on('data', (piece: string) => {
      text += piece;
      // The head is enough, and a server that keeps the connection would not end it.
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nX-Api-Key: ${key}\r\n\r\n`);
  });
}
