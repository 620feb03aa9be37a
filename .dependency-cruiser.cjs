/** The dependency rule: functions import lib, never one another; pure modules get what they need as arguments. */
const pure = '^lib/(rating|statement|money|twiml)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'function-imports-no-other-function',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/[^/]+/', pathNot: '^functions/$1/' },
    },
    {
      name: 'registry-sees-only-micro-service',
      severity: 'error',
      from: { path: '^functions/registry\\.ts$' },
      to: { path: '^functions/', pathNot: '/micro-service\\.ts$' },
    },
    {
      name: 'registry-is-for-account-usage-billing',
      severity: 'error',
      from: { path: '^(functions|lib)/', pathNot: '^functions/(account|usage|billing)/' },
      to: { path: '^functions/registry\\.ts$' },
    },
    { name: 'lib-imports-no-function', severity: 'error', from: { path: '^lib/' }, to: { path: '^functions/' } },
    {
      name: 'pure-modules-stay-pure',
      severity: 'error',
      comment: 'Money, rating, statements and TwiML: no AWS SDK, clock, environment, file or network.',
      from: { path: pure },
      to: {
        path: '(^lib/(clock|environment|store|http|program|access|carrier|local)/)|@aws-sdk|dynamodb-toolbox|^(fs|http|https|net|os|child_process)',
      },
    },
    {
      name: 'state-machines-stay-pure',
      severity: 'error',
      from: { path: '^functions/[^/]+/(call|message|recording|conference|participant)\\.ts$' },
      to: { path: '(^lib/(clock|environment|program|carrier|local)/)|@aws-sdk' },
    },
    {
      name: 'local-only-from-local-and-tests',
      severity: 'error',
      from: { pathNot: '^(lib/local/|lib/carrier/embedded/|test/)' },
      to: { path: '^lib/(local|carrier/embedded)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
