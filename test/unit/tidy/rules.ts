import ts from 'typescript';
import { lineOf, linesIn, linesMatching, nodesOf, type Source } from './source.ts';

/** A house rule: what to do instead, where it is broken, and an example that breaks it. */
export type Rule = {
  readonly instead: string;
  /** The lines of a file that break it. */
  readonly brokenAt: (source: Source) => number[];
  /** A file, by path and text, in which exactly one line breaks it. */
  readonly example: readonly [path: string, text: string];
};

const linesMax = 300;
const functionLinesMax = 60;

const money = /^(lib\/(money|rating|statement)|functions\/billing)\//;
const deployed = /^(functions|lib)\/(?!local\/|carrier\/embedded\/)/;
const tests = /\.test\.ts$/;

/** Lengths on paper, not amounts. */
const drawing = new Set(['lib/statement/daily-chart.ts']);

const vagueFile =
  /(^|\/)(utils?|helpers?|common|misc|managers?|data|info|process)(\/|\.ts$)|-(utils?|helpers?|manager|data|info)\.ts$/;
const vagueName =
  /^(data|info|utils?|helpers?|misc|tmp|temp|foo|bar|obj|val|arr)$|(Manager|Utils?|Helpers?|Data|Info)$|^process[A-Z]/;

type Declared = ts.VariableDeclaration | ts.FunctionDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration;
const isDeclared = (node: ts.Node): node is Declared =>
  ts.isVariableDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);

const isAny = (node: ts.Node): node is ts.KeywordTypeNode => node.kind === ts.SyntaxKind.AnyKeyword;
const isDefinite = (node: ts.Node): node is ts.VariableDeclaration | ts.PropertyDeclaration =>
  (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.exclamationToken !== undefined;

const equality = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const secretName = /(secret|(?<!page)token|signature|password|passphrase|credentials|hmac|secretHash|\bmac)$/i;
const isLiteral = (side: ts.Expression): boolean =>
  ts.isLiteralExpression(side) || /^(undefined|null|true|false)$/.test(side.getText());

/** Whether two values are compared of which one is named as a secret; whether there is one at all may be asked. */
const comparesSecrets = ({ left, right, operatorToken }: ts.BinaryExpression): boolean =>
  equality.has(operatorToken.kind) &&
  ![left, right].some(isLiteral) &&
  [left, right].some((side) => secretName.test(side.getText()));

type Body = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;
const isBody = (node: ts.Node): node is Body =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);

/** A call by the text of what is called: `Number`, `Date.now`. */
const isCallOf =
  (called: RegExp) =>
  (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && called.test(node.expression.getText());

const importsOf = (source: Source) => nodesOf(source, ts.isImportDeclaration);
const moduleOf = (declaration: ts.ImportDeclaration): string => declaration.moduleSpecifier.getText().slice(1, -1);

/** Breaks where a module is imported whose name matches, in the files whose path does. */
const imports =
  (where: RegExp, module: RegExp) =>
  (source: Source): number[] =>
    where.test(source.path)
      ? importsOf(source).flatMap((found) => (module.test(moduleOf(found)) ? [lineOf(source, found)] : []))
      : [];

const nodes =
  (where: RegExp, wanted: (node: ts.Node) => node is ts.Node) =>
  (source: Source): number[] =>
    where.test(source.path) ? nodesOf(source, wanted).map((node) => lineOf(source, node)) : [];

const everywhere = /./;

export const rules: Readonly<Record<string, Rule>> = {
  'a file is named for what it does': {
    instead: 'Name the use case or the thing: place-call.ts, usage-event.ts. A thing lives where its name is.',
    brokenAt: ({ path }) => (vagueFile.test(path) ? [1] : []),
    example: ['lib/http/utils.ts', ''],
  },
  'a name is a word of the field': {
    instead: 'Say what it holds or does, in the field’s words: billableSeconds, longestPrefix, callFacts.',
    brokenAt: (source) =>
      nodesOf(source, isDeclared).flatMap((found) =>
        vagueName.test(found.name?.getText() ?? '') ? [lineOf(source, found)] : [],
      ),
    example: ['lib/a.ts', 'const callData = 1;'],
  },
  'no any': {
    instead: 'Say the type; take `unknown` from outside and validate it with a zod schema.',
    brokenAt: nodes(everywhere, isAny),
    example: ['lib/a.ts', 'const a: any = 1;'],
  },
  'no non-null assertion': {
    instead: 'Handle what is absent, or make its absence impossible in the type.',
    brokenAt: (source) => [
      ...nodes(everywhere, ts.isNonNullExpression)(source),
      ...nodes(everywhere, isDefinite)(source),
    ],
    example: ['lib/a.ts', 'const b = a!.c;'],
  },
  'no float near money': {
    instead: 'Amounts are lib/money’s Nano, a bigint of 1e-9; nano() reads them, and only a statement rounds them.',
    brokenAt: (source) =>
      money.test(source.path) && !drawing.has(source.path)
        ? nodesOf(source, isCallOf(/(^|\.)(parseFloat|Number|toFixed|toPrecision)$/)).map((node) =>
            lineOf(source, node),
          )
        : [],
    example: ['lib/rating/price.ts', 'const amount = parseFloat(text);'],
  },
  'a file has at most 300 lines': {
    instead: 'When it has two subjects it is two files.',
    brokenAt: ({ text }) => (text.split('\n').length - 1 > linesMax ? [linesMax + 1] : []),
    example: ['lib/a.ts', '\n'.repeat(linesMax + 1)],
  },
  'a function has at most 60 lines': {
    instead: 'Give a step a name of its own.',
    brokenAt: (source) =>
      tests.test(source.path)
        ? []
        : nodesOf(source, isBody).flatMap((body) =>
            linesIn(source, body) > functionLinesMax && !holdsFunctions(body) ? [lineOf(source, body)] : [],
          ),
    example: ['lib/a.ts', `function long() {${'\n'.repeat(functionLinesMax)}}`],
  },
  'the twilio package is never whole in a Lambda': {
    instead: 'Import deep: twilio/lib/webhooks/webhooks.js or twilio/lib/twiml/VoiceResponse.js (82 KB, not 3.8 MB).',
    brokenAt: imports(/^(functions|lib\/(?!local\/demo\/))/, /^twilio(?!\/lib\/(webhooks|twiml)\/\w+\.js$)/),
    example: ['functions/call/a.ts', "import twilio from 'twilio';"],
  },
  'zod without its namespace': {
    instead: "import * as z from 'zod/mini' (or 'zod'): `{ z }` brings 443 KB into a bundle.",
    brokenAt: (source) =>
      importsOf(source).flatMap((found) =>
        /^zod/.test(moduleOf(found)) && /\{[^}]*\bz\b/.test(found.importClause?.getText() ?? '')
          ? [lineOf(source, found)]
          : [],
      ),
    example: ['lib/a.ts', "import { z } from 'zod';"],
  },
  'a package that was tried and left': {
    instead:
      'See docs/decisions: temporal-polyfill for time, node:crypto for ids, node:http(s) for requests, AWS SDK v3.',
    brokenAt: imports(
      everywhere,
      /^(undici|axios|luxon|moment|date-fns-tz|lodash|uuid|aws-sdk|fast-xml-parser|sax)(\/|$)/,
    ),
    example: ['lib/a.ts', "import { DateTime } from 'luxon';"],
  },
  'a relative import names its file': {
    instead: 'End it in .ts (or .tsx, .json, .css): Node runs these files as they are.',
    brokenAt: imports(everywhere, /^\.{1,2}\/(?!.*\.(tsx?|json|css)$)/),
    example: ['lib/a.ts', "import { call } from './call';"],
  },
  'time is an argument': {
    instead: 'Entry points ask lib/clock once and hand the instant on as epoch milliseconds.',
    brokenAt: (source) =>
      deployed.test(source.path) && !source.path.startsWith('lib/clock/')
        ? [
            ...nodesOf(source, isCallOf(/^Date\.now$/)),
            ...nodesOf(source, ts.isNewExpression).filter((made) => /^new Date(\(\))?$/.test(made.getText())),
          ].map((node) => lineOf(source, node))
        : [],
    example: ['functions/call/a.ts', 'const at = Date.now();'],
  },
  'what is logged is structured': {
    instead: 'Use lib/http/log.ts, which never takes a secret or a message’s text.',
    brokenAt: nodes(deployed, isCallOf(/^console\./)),
    example: ['functions/call/a.ts', 'console.log(1);'],
  },
  'a request names what it creates': {
    instead:
      'Take `newSid` from the request: under an Idempotency-Key it is the same at every attempt (docs/decisions/014).',
    brokenAt: (source) =>
      /\bTenantRequest\b/.test(source.text) ? linesMatching(source, /^import .*\bnewSid\b.*\/store\/sid\.ts/) : [],
    example: ['functions/call/a.ts', "import { newSid } from '../../lib/store/sid.ts'; // for a TenantRequest"],
  },
  'secrets are compared in constant time': {
    instead:
      'Use sameSecret of lib/access/same-secret.ts, for whatever proves who somebody is: tokens, signatures, hashes of them.',
    brokenAt: (source) =>
      /^(functions|lib)\//.test(source.path) && source.path !== 'lib/access/same-secret.ts'
        ? [
            ...nodesOf(source, ts.isBinaryExpression).filter(comparesSecrets),
            ...importsOf(source).filter((found) => found.importClause?.getText().includes('timingSafeEqual') === true),
          ].map((node) => lineOf(source, node))
        : [],
    example: ['lib/a.ts', 'if (given === account.authToken) letIn();'],
  },
  'no swallowing catch': {
    instead: 'Catch what you expect, by class or code, and throw the rest again.',
    brokenAt: (source) =>
      nodesOf(source, ts.isCatchClause).flatMap((clause) =>
        clause.block.statements.length === 0 ? [lineOf(source, clause)] : [],
      ),
    example: ['lib/a.ts', 'try { a(); } catch { /* never mind */ }'],
  },
  'nothing is left for later': {
    instead: 'Do it, or say in the README that it is not offered yet.',
    brokenAt: (source) => linesMatching(source, /(\/\/|\*).*\b(TO-?DO|FIX-?ME|X{3}|HAC[K])\b/),
    example: ['lib/a.ts', `/${'/'} TODO: later`],
  },
  'a test waits for a condition': {
    instead: 'Wait with `eventually`, or turn the virtual clock; a fixed time is too long or too short.',
    brokenAt: nodes(tests, isCallOf(/^(setTimeout|sleep|delay)$/)),
    example: ['test/unit/a.test.ts', 'await setTimeout(100);'],
  },
  'every test runs': {
    instead: 'Take `.only` away; what cannot run here says so in a clear line and asserts nothing.',
    brokenAt: nodes(tests, isCallOf(/^(test|it|describe)\.(only|skip|todo)/)),
    example: ['test/unit/a.test.ts', "test.only('x', () => {});"],
  },
  'a test states what it guarantees': {
    instead: 'Write one line above it: `// Guarantee: …`, the sentence that is untrue when it fails.',
    brokenAt: (source) =>
      /^test\//.test(source.path) && tests.test(source.path) // a tenant's own, in docs, need not
        ? nodesOf(source, ts.isExpressionStatement).flatMap((statement) =>
            isTest(statement) && !hasGuarantee(source, statement) ? [lineOf(source, statement)] : [],
          )
        : [],
    example: ['test/unit/a.test.ts', "// It works\ntest('x', () => {});"],
  },
};

/** A function that is a frame of named functions is as long as they are. */
function holdsFunctions(body: Body): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node !== body && isBody(node) && linesIn({ path: '', text: '', tree: node.getSourceFile() }, node) > 3)
      found = true;
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

const isTest = ({ expression }: ts.ExpressionStatement): boolean =>
  ts.isCallExpression(expression) && /^(test|it)(\.each)?\b/.test(expression.expression.getText());

function hasGuarantee({ text }: Source, statement: ts.ExpressionStatement): boolean {
  const above = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  return above.some(({ pos, end }) => text.slice(pos, end).includes('Guarantee'));
}
