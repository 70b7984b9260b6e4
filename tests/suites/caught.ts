/** Tests of laws as data: a case of a law fails against a server with a fault, at a rule that the fault breaks. */
import { SERVERS } from '../../fixtures/servers/index.ts';
import { tryCases } from './try.ts';

/** `contract`, `fault`, `case`, `rule`. */
export type Catch = readonly [contract: string, fault: string, name: string, rule: string];

/** The rules of the fault that a case sees broken, which must hold the one that is named. */
export async function caught([contract, fault, name, rule]: Catch): Promise<boolean> {
  const known = SERVERS.get(contract)?.faults.find((one) => one.name === fault);
  if (!known?.breaks.includes(rule)) throw new Error(`${fault} of ${contract} does not break ${rule}`);
  const result = await tryCases(contract, { cases: [name], fault });
  return result.rules.some(({ id, status, cases }) => {
    return (
      id === rule && status === 'failed' && cases.some((one) => one.name === name && one.status === 'failed')
    );
  });
}
