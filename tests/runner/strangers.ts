/** Items that were there before, on every account of a server, with URLs that look like nothing of ours. */
import type { RunningServer } from '../../fixtures/servers/catalogue.ts';
import { Draft } from '../../runner/registry/draft.ts';
import { cleaningClient } from '../../runner/ledger/settle.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import { Values } from '../../runner/registry/values.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

export async function settleStrangers(name: string, server: RunningServer, count = 1): Promise<void> {
  const contract = await loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  const role = contract.roles.get('create');
  if (!role) return;
  const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the target');
  const settings = settingsFor(contract, target);
  const client = cleaningClient(contract, settings, { name: 'stranger', version: '1' });
  const mark = { marker: settings.marker, sink: settings.sink };
  for (const account of settings.accounts) {
    for (let number = 1; number <= count; number += 1) {
      const draft = new Draft(role, account).set(role.account, account.id);
      const values = new Values(contract, mark, 'stranger', new Map()).all('create', account);
      for (const [field, value] of Object.entries(values)) draft.set(role.fields.get(field), value);
      draft.set(role.fields.get('url'), `https://hooks.example.com/strangers/${account.id}/${number}`);
      const { status, text } = await client.send(draft);
      if (status >= 300) throw new Error(`no stranger on ${account.id}: ${status} ${text}`);
    }
  }
  await client.close();
}
