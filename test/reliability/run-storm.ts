import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { enginesHere } from '../../lib/local/table-engine.ts';

const help = `npm run storm -- [--events N] [--seeds A,B,…] [--engine NAME]

Replays usage as AWS may deliver it at its worst (each event one to five times, in any order and batches, with conflicts,
throttling, timeouts after the commit, and consumers that die at any request), bills it, and compares ledger, rollups and
statements with what it must come to. Then the same in the model, where consumers that are known to be wrong must fail. Then
10,000 calls that begin at once at a tier's limit. Last, every function dies before each of its requests, and is called again.

  --events N     how many events on each engine (100000)
  --seeds A,B    one storm for each (20261124)
  --engine NAME  dynoxide or dynamodb-local (all that this machine can run)
`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    seeds: { type: 'string', default: '20261124' },
    engine: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
} else if (!/^[1-9]\d{0,7}$/.test(values.events) || !/^\d{1,9}(,\d{1,9})*$/.test(values.seeds)) {
  console.error('--events takes a number, --seeds takes numbers with commas between them; --help says more.');
  process.exitCode = 2;
} else {
  const engines = values.engine === undefined ? enginesHere() : [values.engine];
  const storms = engines.map((TABLE_ENGINE) => run('replay-storm', { TABLE_ENGINE, STORM: values.events }));
  const model = run('model-storm', {});
  const limits = engines.map((TABLE_ENGINE) => run('limit-storm', { TABLE_ENGINE, STARTS: '10000' }));
  const deaths = ['dying-functions', 'dying-billing'].map((name) => run(name, { DEATHS: 'all' }));
  process.exitCode = [...storms, model, ...limits, ...deaths].every((passed) => passed) ? 0 : 1;
}

/** Runs one of the storm's tests; answers whether it passed. */
function run(name: string, variables: Readonly<Record<string, string>>): boolean {
  console.log(`\n${name}: ${variables['TABLE_ENGINE'] ?? 'in memory'}`);
  const { status } = spawnSync('npm', ['test', '--', '-w', '1', `test/reliability/${name}`], {
    stdio: 'inherit',
    env: { ...process.env, ...variables, STORM_SEEDS: values.seeds },
  });
  return status === 0;
}
