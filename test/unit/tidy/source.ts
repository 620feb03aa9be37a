import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { repository } from '../../../lib/local/repository.ts';

/** A file of ours, as text and as the compiler reads it. */
export type Source = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile };

/** Reads a text as the file of a path would be read. */
export const sourceOf = (path: string, text: string): Source => ({
  path,
  text,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true),
});

/** Every TypeScript file of the house. */
export function ourSources(): Source[] {
  const paths = globSync(['functions/**/*.{ts,tsx}', 'lib/**/*.ts', 'test/**/*.ts', 'docs/**/*.ts'], {
    cwd: repository,
  });
  return paths.sort().map((path) => sourceOf(path, readFileSync(`${repository}/${path}`, 'utf8')));
}

/** Every node of a file that `wanted` picks, outermost first. */
export function nodesOf<Node extends ts.Node>(source: Source, wanted: (node: ts.Node) => node is Node): Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (wanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

/** The line on which a node begins, the first being 1. */
export const lineOf = ({ tree }: Source, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** How many lines a node takes. */
export function linesIn({ tree }: Source, node: ts.Node): number {
  const { line: from } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - from + 1;
}

/** Every line that matches, where comments count too. */
export const linesMatching = ({ text }: Source, pattern: RegExp): number[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
