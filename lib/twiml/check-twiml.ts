import { overrideFault } from '../connection/overrides.ts';
import { elementsOf, type TwimlElement, textOf } from './element.ts';
import { childOf, isVerb, rootOf, type TwimlKind } from './grammar.ts';
import { absoluteUrl, complaintOf, looksLikeNumber } from './value.ts';
import type { Verb } from './verb.ts';

/** One thing that is wrong, for a Notification. */
export interface Finding {
  /** Twilio's number: 12200 schema validation warning, 13215 Dial: invalid nested element, … */
  readonly code: number;
  /** One sentence that names the element, and the attribute if it is one. */
  readonly message: string;
  readonly element: string;
  readonly line: number;
}

export interface CheckedTwiml {
  /** The document must not be executed. */
  readonly errors: readonly Finding[];
  /** The document is executed without these: the attribute has its default, the unknown element is passed over. */
  readonly warnings: readonly Finding[];
}

type Report = (severity: 'errors' | 'warnings', code: number, element: TwimlElement, says: string) => void;

// A relative URL of a document that was fetched is always good; which document does not matter here.
const anyDocument = 'https://document.invalid/';

/** What a document cannot be executed without; any other attribute falls back to its default. */
const refusedKinds: ReadonlySet<string> = new Set(['later', 'number', 'instructions', 'socket', 'name']);

/**
 * Whether a document is TwiML as Twilio has it, and asks only for what is offered. What an account may do (numbers,
 * destinations, micro-services) is not asked here: see `demandsOf`.
 *
 * @param options.inline the document came in a request, not from a URL, so that relative URLs mean nothing
 */
export function checkTwiml(document: TwimlElement, kind: TwimlKind, options: { inline?: boolean } = {}): CheckedTwiml {
  const found: { errors: Finding[]; warnings: Finding[] } = { errors: [], warnings: [] };
  const report: Report = (severity, code, { name, line }, says) => {
    found[severity].push({ code, message: `<${name}> ${says}.`, element: name, line });
  };
  const documentUrl = options.inline ? undefined : anyDocument;
  const visit = (verb: Verb, element: TwimlElement): void => {
    checkAttributes(verb, element, documentUrl, report);
    checkText(verb, element, documentUrl, report);
    for (const [child, childVerb] of checkedChildren(verb, element, report)) visit(childVerb, child);
  };
  visit(rootOf(kind), document);
  return found;
}

function checkAttributes(verb: Verb, element: TwimlElement, documentUrl: string | undefined, report: Report): void {
  for (const name of verb.required) {
    if (element.attributes[name] === undefined)
      report('errors', verb.attributes[name]?.code ?? 12200, element, `needs an attribute ${name}`);
  }
  for (const [name, value] of Object.entries(element.attributes)) {
    const kind = Object.hasOwn(verb.attributes, name) ? verb.attributes[name] : undefined;
    if (kind === undefined) {
      report('warnings', 12200, element, `has no attribute ${name}`);
      continue;
    }
    const complaint = complaintOf(kind, value, documentUrl);
    if (complaint === undefined) {
      if (kind.kind === 'instructions' || kind.kind === 'status')
        checkOverrides(`attribute ${name}`, value, element, report);
      continue;
    }
    const refused = refusedKinds.has(kind.kind) || (kind.kind === 'one' && kind.refused);
    report(refused ? 'errors' : 'warnings', kind.code, element, `attribute ${name} ${complaint}`);
  }
}

/** A URL's connection overrides that are none count as if they were not there. */
function checkOverrides(where: string, url: string, element: TwimlElement, report: Report): void {
  const fault = overrideFault(url);
  if (fault !== undefined) report('warnings', fault.code ?? 12200, element, `${where}: ${fault.message}`);
}

function checkedChildren(verb: Verb, element: TwimlElement, report: Report): [TwimlElement, Verb][] {
  const children = elementsOf(element);
  if (verb.childrenMax !== undefined && children.length > verb.childrenMax.count) {
    report('errors', verb.childrenMax.code, element, `holds more than ${verb.childrenMax.count} elements`);
  }
  return children.flatMap((child): [TwimlElement, Verb][] => {
    const childVerb = childOf(verb, child.name);
    if (childVerb === undefined && !isVerb(child.name)) report('warnings', 12200, child, 'is not an element of TwiML');
    else if (childVerb === undefined) report('errors', verb.nesting, child, `must not stand inside <${element.name}>`);
    else if (!childVerb.offered) report('errors', 12200, child, 'is not offered');
    else return [[child, childVerb]];
    return [];
  });
}

function checkText(verb: Verb, element: TwimlElement, documentUrl: string | undefined, report: Report): void {
  const text = textOf(element);
  const kind = verb.text;
  const empty = text === '' && element.children.length === 0;
  switch (kind.kind) {
    case 'nothing':
      if (text !== '') report('warnings', 12200, element, 'takes no text');
      break;
    case 'number':
      if (verb.children.length > 0 && elementsOf(element).length > 0) {
        if (text !== '') report('warnings', 12200, element, 'takes either a number or elements');
      } else if (!looksLikeNumber(text)) report('errors', kind.code, element, 'needs a phone number');
      break;
    case 'name':
      if (text === '') report('errors', kind.code, element, 'needs a name');
      if (text.length > kind.charactersMax)
        report('errors', kind.longCode, element, `takes a name of at most ${kind.charactersMax} characters`);
      break;
    case 'instructions':
      if (text !== '' && absoluteUrl(text, documentUrl) === undefined)
        report('errors', kind.code, element, 'needs a URL');
      else checkOverrides('text', text, element, report);
      break;
    case 'media': {
      const digitsInstead = text === '' && (element.attributes.digits ?? '') !== '';
      const good = digitsInstead || (text !== '' && absoluteUrl(text, documentUrl) !== undefined);
      if (!good) report('errors', kind.code, element, 'needs a URL');
      break;
    }
    case 'words':
      if (empty && element.name === 'Say') report('warnings', 13520, element, 'has nothing to say');
      if (empty && element.name === 'Message') report('errors', 14103, element, 'has neither body nor media');
      break;
  }
}
