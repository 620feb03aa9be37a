import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import * as z from 'zod';
import { repository } from './repository.ts';

const Resource = z.looseObject({ Type: z.string(), Properties: z.optional(z.record(z.string(), z.unknown())) });
const LambdaFunction = z.looseObject({
  handler: z.string(),
  events: z.optional(z.array(z.record(z.string(), z.unknown()))),
});

/** A CloudFormation resource, its intrinsic functions in their long form (`{Ref: …}`, `{'Fn::GetAtt': […]}`). */
export type Resource = z.infer<typeof Resource>;
/** A function of a functions.yml: its handler and its events. */
export type ServiceFunction = z.infer<typeof LambdaFunction>;

/** What serverless.yml and the functions.yml that it names declare, for stage `dev`. */
export type Service = {
  readonly name: string;
  readonly functions: Readonly<Record<string, ServiceFunction>>;
  readonly resources: Readonly<Record<string, Resource>>;
};

/** The stage of everything that runs on one machine. */
export const stage = 'dev';

type Document = Readonly<Record<string, unknown>>;

/**
 * Reads serverless.yml's own functions and resources, so that the table, buckets and queues of one machine are those of
 * the deployment. The framework's `print` tells the same in 1.5 s; this takes some milliseconds, and each test file can
 * afford it. Throws where serverless.yml uses a variable that is not understood here.
 */
export function readService(): Service {
  const document = readYaml('serverless.yml');
  const lists = z.object({ service: z.string(), functions: z.array(z.unknown()), resources: z.array(z.unknown()) });
  const { service, functions, resources } = lists.parse(document);
  const ownParts = resources.filter((part) => !isRecord(part) || 'Resources' in part); // what else there is extends AWS's own
  const declared = ownParts.map((part) => resolve(part, document)).filter((part) => part !== undefined);
  return {
    name: service,
    functions: merged(
      z.array(z.record(z.string(), LambdaFunction)).parse(functions.map((part) => resolve(part, document))),
    ),
    resources: merged(
      z
        .array(z.object({ Resources: z.record(z.string(), Resource) }))
        .parse(declared)
        .map((part) => part.Resources),
    ),
  };
}

/** A part of serverless.yml's `custom`: the bundling settings, for instance. */
export function readCustom(key: string): Record<string, unknown> {
  const { custom } = z.object({ custom: z.record(z.string(), z.unknown()) }).parse(readYaml('serverless.yml'));
  return z.record(z.string(), z.unknown()).parse(custom[key]);
}

const merged = <T>(parts: readonly Record<string, T>[]): Record<string, T> => Object.assign({}, ...parts);

/** CloudFormation's short forms (`!Ref X`, `!GetAtt X.Arn`, `!Sub '…'`) become their long forms. */
const short = ['Ref', 'GetAtt', 'Sub', 'Join', 'Select', 'Split', 'If', 'ImportValue'].flatMap((name) => {
  const long = name === 'Ref' ? 'Ref' : `Fn::${name}`;
  const wrapped = (value: unknown) => ({
    [long]: name === 'GetAtt' && typeof value === 'string' ? value.split('.') : value,
  });
  const sequence: yaml.CollectionTag = {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (node) => new yaml.Scalar(wrapped((node as yaml.YAMLSeq).toJSON())),
  };
  return [{ tag: `!${name}`, resolve: wrapped } satisfies yaml.ScalarTag, sequence];
});

function readYaml(path: string): Document {
  const text = readFileSync(join(repository, path), 'utf8');
  return z.record(z.string(), z.unknown()).parse(yaml.parse(text, { customTags: short, merge: true }));
}

const variable = /\$\{(self|sls|file\(([^)]+)\)):([\w.]+)\}/g;

const fromEnvironment = /^\$\{env:(\w+), (?:'([^']*)'|null)\}$/;

function resolve(value: unknown, document: Document): unknown {
  if (Array.isArray(value)) return value.map((part) => resolve(part, document));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, document)]));
  }
  return typeof value === 'string' ? resolveText(value, document) : value;
}

function resolveText(text: string, document: Document): unknown {
  const [asked, name = '', otherwise] = fromEnvironment.exec(text) ?? [];
  if (asked !== undefined) return process.env[name] ?? otherwise;
  const [whole, source, path, address] = [...text.matchAll(variable)][0] ?? [];
  if (whole === text) return lookUp(source, path, address, document);
  const replaced = text.replace(variable, (_, ...[source, path, address]) =>
    String(lookUp(source, path, address, document)),
  );
  const left = /\$\{(?!AWS::)[a-z]\w*(\([^)]*\))?:[^}]*\}/.exec(replaced);
  if (left !== null) throw new Error(`serverless.yml: ${left[0]} is not understood on one machine`);
  return replaced;
}

function lookUp(source = '', path: string | undefined, address = '', document: Document): unknown {
  if (source === 'sls') return stage;
  const root = path === undefined ? document : readYaml(path);
  const found = address.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), root);
  return resolve(found, document);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
