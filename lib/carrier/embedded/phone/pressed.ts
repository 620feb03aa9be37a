import { afterInCall } from '../call/move-call.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { timing } from '../timing.ts';
import { hear } from './hearing.ts';

/** The carrier presses keys towards a phone (sendDigits, Play digits); `w` is half a second's pause, `W` a second's. */
export function pressAtPhone(network: Network, call: Call, digits: string, pressed: () => void): void {
  if (digits === '') {
    pressed();
    return;
  }
  const milliseconds = [...digits].reduce((sum, digit) => sum + digitMilliseconds(digit), 0);
  hear(network, call, 'carrier', `[${digits}]`);
  afterInCall(network, call, milliseconds, pressed);
}

const digitMilliseconds = (digit: string): number =>
  digit === 'w' ? timing.sendDigitsPause : digit === 'W' ? 2 * timing.sendDigitsPause : timing.digit;
