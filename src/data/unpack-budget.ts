import type { Limits } from '../core/limits';
import { MEGABYTE, UNPACKED_FREELY, howToRaise } from '../core/limits';
import { DataError } from './errors';
import { shown } from '../core/shown';

/**
 * How much of an archive may be unpacked: no more than the machine is meant to give, and no more than an honest file of
 * its size holds. Members are added up, since many may unpack the same few bytes.
 */
export class UnpackBudget {
  private taken = 0;
  private readonly byRatio: number;

  /** @param packed bytes of the whole file */
  constructor(
    packed: number,
    private readonly limits: Limits,
  ) {
    this.byRatio = Math.max(UNPACKED_FREELY, limits.unpackRatio * packed);
  }

  /** Counts bytes that are about to be made of a member. @throws DataError `npz-too-large` */
  take(name: string, bytes: number): void {
    const { unpackedSize, unpackRatio } = this.limits;
    this.taken += bytes;
    if (this.taken > unpackedSize * MEGABYTE) {
      const text = `The arrays up to \`${shown(name)}\` take more than ${unpackedSize} MB of memory.`;
      throw new DataError('npz-too-large', `${text} ${howToRaise('unpackedSize')}`);
    }
    if (this.taken > this.byRatio) {
      const text = `The arrays up to \`${shown(name)}\` take more than ${unpackRatio} times the memory of their file, as a file made to do harm does.`;
      throw new DataError('npz-too-large', `${text} ${howToRaise('unpackRatio')}`);
    }
  }
}
