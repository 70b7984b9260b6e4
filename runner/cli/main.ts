#!/usr/bin/env node
/** The command line: options are read here, and every error becomes one line and a status. */
import { Command, Option } from 'commander';

import { FORMATS, ReportError } from '../../reporters/index.ts';
import { ConformanceError, InputError, UnreachableError } from '../../spec/errors.ts';
import { oneOf } from '../../spec/nearest.ts';
import type { CleanupOptions } from './cleanup.ts';
import { EXIT } from './exit.ts';
import type { HistoryOptions } from './history.ts';
import type { MergeOptions } from './merge.ts';
import { examplePath, names, positive, report, shard, text, wholeNumber } from './options.ts';
import type { InitOptions } from './init/index.ts';
import type { ReplayOptions } from './replay/index.ts';
import type { RunOptions } from './run.ts';
import type { SelfTestOptions } from './self-test/index.ts';
import type { ServeOptions } from './serve.ts';
import { TOOL } from './tool.ts';

const CONTRACT = 'a built-in contract, or the path of a contract’s folder';

/** A command loads what it needs when it is called: most need little, and nobody likes to wait. */
function program(): Command {
  const command = new Command('webhook-conformance')
    .description('Contract and conformance tests for webhook-endpoint management APIs')
    .version(TOOL.version)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });

  command
    .command('run')
    .description('run the suites against a target; without one, against the embedded reference servers')
    .argument('[contract]', CONTRACT)
    .option('--target <file>', 'the target file (YAML or JSON)')
    .option('--base-url <url>', 'overrides baseUrl of the target file')
    .option('--suite <names>', 'only these suites, separated by commas', names, [])
    .option('--rule <ids>', 'only these rules, separated by commas', names, [])
    .option('--case <names>', 'only these cases, separated by commas', names, [])
    .addOption(new Option('--mode <mode>', 'how much may be done').choices(['full', 'safe', 'read-only']))
    .option('--seed <n>', 'seed of every generated value', wholeNumber(0))
    .option('--runs <n>', 'examples for each property', wholeNumber(1))
    .option('--corpus <file>', 'keep counterexamples there, and try those of earlier runs first')
    .option(
      '--path <path>',
      'of one property (--case) the one example that its replay line names',
      examplePath,
    )
    .option('--concurrency <n>', 'requests in flight at most', wholeNumber(1))
    .option('--rate <n>', 'requests a second at most', positive)
    .option('--max-requests <n>', 'requests at most, clean-up included', wholeNumber(1))
    .option('--reserve <n>', 'places that stay free on every account', wholeNumber(0))
    .option('--timeout <seconds>', 'for one request', positive)
    .option('--time-limit <seconds>', 'for the whole run', positive)
    .option('--expected-failures <file>', 'YAML list of rules known to fail')
    .option('--strict', 'a broken "should" fails the run', false)
    .option('--state <dir>', 'where the ledger lies')
    .option('--shard <i/n>', 'the i-th of n parts', shard)
    .option('--report <format=path>', `write a report; repeatable (${oneOf(FORMATS)})`, report, [])
    .option('--history <place>', 'remember the run in an SQLite file or postgres://… and say what changed')
    .option('--target-version <text>', 'which version of the target it is', text)
    .option('--wait', 'where another run holds an account, wait until it has ended', false)
    .option('--plan', 'say what would be done, and send nothing', false)
    .option('--repro <dir>', 'write each failure as a shell script with curl')
    .option('--verbose', 'show every rule', false)
    .action(async (contract: string | undefined, options: RunOptions) =>
      leave(await (await import('./run.ts')).run(contract, options)),
    );

  command
    .command('serve')
    .description('start an embedded reference server')
    .argument('<contract>', 'a built-in contract')
    .option('--port <n>', 'the port; without it, any that is free', wholeNumber(0))
    .option('--fault <name>', 'break one rule')
    .option('--variant <names>', 'differ in lawful ways, separated by commas', names, [])
    .option('--write-target <file>', 'write a target file that fits')
    .action(async (contract: string, options: ServeOptions) =>
      (await import('./serve.ts')).serve(contract, options),
    );

  command
    .command('self-test')
    .description('prove the suite: the reference server passes, every fault is caught')
    .argument('[contract]', 'a built-in contract')
    .option('--seed <n>', 'seed of every generated value', wholeNumber(0))
    .option('--json', 'for machines', false)
    .option('--only <names>', 'only faults and variants whose names hold one of these', names, [])
    .option('--without-law <names>', 'leave these laws out: what they alone catch survives then', names, [])
    .action(async (contract: string | undefined, options: SelfTestOptions) =>
      leave(await (await import('./self-test/index.ts')).selfTest(contract, options)),
    );

  command
    .command('rules')
    .description('list every rule: id, level, title, source, what proves it')
    .argument('[contract]', CONTRACT)
    .option('--json', 'for machines', false)
    .action(async (contract: string | undefined, options: { json: boolean }) =>
      (await import('./rules.ts')).rules(contract, options),
    );

  command
    .command('explain')
    .description(
      'one rule: what it demands, where the vendor says so, how it is checked; or one open question of the documents',
    )
    .argument('<rule>', 'the id of a rule, or of an open question (GAP-…)')
    .option('--contract <contract>', 'a contract of your own; without it, the built-in ones')
    .action(async (rule: string, options: { contract?: string }) =>
      (await import('./explain.ts')).explain(rule, options),
    );

  command
    .command('replay')
    .description('send the failed cases of a JSON report again, as they were')
    .argument('<report>', 'a report written with --report json=PATH')
    .argument('[cases...]', 'only these cases')
    .option('--target <file>', 'the target file of that run')
    .option('--base-url <url>', 'overrides baseUrl of the target file')
    .option('--state <dir>', 'where the ledger lies')
    .action(async (path: string, cases: string[], options: ReplayOptions) =>
      leave(await (await import('./replay/index.ts')).replay(path, cases, options)),
    );

  command
    .command('init')
    .description(
      'begin a contract of one’s own: recognise the webhooks in an OpenAPI document, propose rules',
    )
    .argument('<openapi>', 'an OpenAPI 3 document (YAML or JSON)')
    .option('--out <dir>', 'the folder to write; without it, one named for the title')
    .action(async (path: string, options: InitOptions) =>
      leave(await (await import('./init/index.ts')).init(path, options)),
    );

  command
    .command('check-contract')
    .description('look a contract over: everything that is wrong with it, with file and line')
    .argument('<contract>', CONTRACT)
    .action(async (contract: string) =>
      leave(await (await import('./check-contract.ts')).checkContract(contract)),
    );

  command
    .command('cleanup')
    .description('remove what earlier interrupted runs left on the target')
    .requiredOption('--target <file>', 'the target file')
    .option('--state <dir>', 'where the ledger lies')
    .option('--orphans', 'also remove what bears the suite’s marker but stands in no ledger', false)
    .action(async (options: CleanupOptions) => leave(await (await import('./cleanup.ts')).cleanup(options)));

  command
    .command('merge')
    .description('join the JSON reports of run --shard I/N into one')
    .argument('<reports...>', 'the JSON report of every part')
    .option('--expected-failures <file>', 'the list that the parts were run with')
    .option('--report <format=path>', `write a report; repeatable (${oneOf(FORMATS)})`, report, [])
    .option('--history <place>', 'remember the run in an SQLite file or postgres://… and say what changed')
    .option('--verbose', 'show every rule', false)
    .action(async (reports: string[], options: MergeOptions) =>
      leave(await (await import('./merge.ts')).merge(reports, options)),
    );

  command
    .command('history')
    .description('how targets did over their last runs')
    .requiredOption('--history <place>', 'the SQLite file, or postgres://…')
    .option('--target <file>', 'only the target of this file')
    .option('--contract <name>', 'only runs of this contract')
    .option('--base-url <url>', 'only runs against this')
    .option('--last <n>', 'runs of a target at most', wholeNumber(1), 20)
    .option('--json', 'for machines', false)
    .action(async (options: HistoryOptions) => (await import('./history.ts')).history(options));

  return command;
}

function leave(status: number): void {
  process.exitCode = status;
}

/** One line on standard error, and the status that says whose fault it is. */
function statusOf(error: unknown): number {
  if (error instanceof InputError || error instanceof ReportError) return say(error.message, EXIT.input);
  if (error instanceof UnreachableError) return say(error.message, EXIT.noVerdict);
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return EXIT.ok;
    return say(
      `${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} (see webhook-conformance --help)`,
      EXIT.input,
    );
  }
  const known = error instanceof ConformanceError ? error.message : String(error);
  const debug = process.env['WEBHOOK_CONFORMANCE_DEBUG'] === '1';
  if (debug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  const hint = debug ? '' : ' (set WEBHOOK_CONFORMANCE_DEBUG=1 for more)';
  return say(`an error inside the suite itself: ${known}${hint}`, EXIT.suite);
}

function isCommanderError(error: unknown): error is Error & { code: string; exitCode: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('commander.') &&
    'exitCode' in error
  );
}

function say(message: string, status: number): number {
  process.stderr.write(`webhook-conformance: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  return status;
}

const command = program();
try {
  await command.parseAsync();
} catch (error) {
  if (isCommanderError(error) && error.code === 'commander.help' && error.exitCode !== 0) {
    // Nothing was asked for, or help on what there is not: what there is, is the answer.
    process.stdout.write(command.helpInformation());
    process.exitCode = EXIT.input;
  } else {
    process.exitCode = statusOf(error);
  }
}
