import type { Diagnostic } from '../../core/errors';
import type { Location } from '../tree';
import type { Point } from './expand';
import * as messages from './messages';
import type { Given, Scalar } from './values';
import { Refusal } from './values';

/** The settings of one experiment, and what is noted while they are read. */
export class Settings {
  readonly notes: Diagnostic[] = [];

  constructor(
    private readonly point: Point,
    /** Of parameters whose value is not known, by their name. */
    private readonly unknown: ReadonlyMap<string, string>,
    /** Where to show what is about no parameter in particular. */
    readonly around: Location,
  ) {}

  /** Something is different here, or is not carried over without harm. */
  note(code: string, message: string, path: string | Location): void {
    const location = typeof path === 'string' ? this.location(path) : path;
    this.notes.push({ code, message, severity: 'information', ...location });
  }

  /** Something that the user may miss is not carried over. */
  warn(code: string, message: string, path: string): void {
    this.notes.push({ code, message, severity: 'warning', ...this.location(path) });
  }

  has(path: string): boolean {
    return this.point.values.has(path) || this.point.lists.has(path);
  }

  /** Names of everything that is set. */
  paths(): string[] {
    return [...this.point.values.keys(), ...this.point.lists.keys()];
  }

  location(path: string): Location {
    return this.all(path)[0]?.location ?? this.around;
  }

  /** @throws Refusal where the value is no number. */
  number(path: string, otherwise: number): number {
    return this.numbers(path, otherwise)[0];
  }

  /** Values of a parameter: one, or those of its grid where that was left whole. @throws Refusal as `number` */
  numbers(path: string, otherwise: number): number[] {
    const all = this.all(path);
    if (all.length === 0) return [otherwise];
    return all.map((one) => {
      const value = this.plain(path, one);
      if (typeof value !== 'number')
        throw new Refusal('wrong-type', messages.notANumber(lastOf(path), String(value)), one.location);
      return value;
    });
  }

  /** @throws Refusal where it is no whole number, or below `least`. */
  integer(path: string, otherwise: number, least = 0): number {
    return this.integers(path, otherwise, least)[0];
  }

  /** @throws Refusal as `integer` */
  integers(path: string, otherwise: number, least = 0): number[] {
    return this.numbers(path, otherwise).map((value) => {
      if (Number.isSafeInteger(value) && value >= least) return value;
      const text = messages.notAnInteger(lastOf(path), String(value), least);
      throw new Refusal('out-of-range', text, this.location(path));
    });
  }

  /** Any plain value as a text. @throws Refusal where it is a list or a mapping. */
  word<W extends string | null>(path: string, otherwise: W): string | W {
    const [one] = this.all(path);
    if (one === undefined) return otherwise;
    const value = this.plain(path, one);
    return value === null ? otherwise : String(value);
  }

  /** @throws Refusal as `word` */
  truth(path: string, otherwise: boolean): boolean {
    const word = this.word(path, null);
    return word === null ? otherwise : !['false', 'no', 'off', '0', ''].includes(word.toLowerCase());
  }

  private all(path: string): readonly Given[] {
    const one = this.point.values.get(path);
    return one === undefined ? (this.point.lists.get(path) ?? []) : [one];
  }

  private plain(path: string, { value, location }: Given): Scalar {
    if (value !== undefined) return value;
    throw new Refusal('wrong-type', this.unknown.get(path) ?? messages.notAWord(lastOf(path)), location);
  }
}

/** The last word of a name, as the user knows it. */
export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
