import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Network } from '../network/network.ts';
import { CarrierState, restoreState, stateOf } from './state.ts';

/** Keeps the carrier's state in a file: read at the start, written whole after each change, never half. */
export class StateFile {
  readonly #path: string;
  readonly #network: Network;
  #isPlanned = false;

  /** Reads the file if there is one. Throws, naming it, when it is not readable as a state. */
  constructor(network: Network, path: string) {
    this.#path = path;
    this.#network = network;
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) restoreState(network, readState(path));
    network.events.on('state changed', () => this.#plan());
  }

  /** Changes of one turn of the event loop are written together. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.write());
  }

  /** Writes beside the file and renames, so that a kill leaves the old state or the new. */
  write(): void {
    this.#isPlanned = false;
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, JSON.stringify(stateOf(this.#network)));
    renameSync(temporary, this.#path);
  }
}

function readState(path: string): CarrierState {
  try {
    return CarrierState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} does not hold the carrier's state; remove it to start afresh`, { cause: error });
  }
}
