import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Enter {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string };
}
const language = JSON.parse(readFileSync('language-configuration.json', 'utf8')) as {
  readonly indentationRules: {
    readonly increaseIndentPattern: string;
    readonly decreaseIndentPattern: string;
  };
  readonly onEnterRules: readonly Enter[];
};

/** What the first rule that fits puts on the next line. */
function afterEnter(before: string, after = ''): string | null {
  const rule = language.onEnterRules.find(
    ({ beforeText, afterText }) =>
      new RegExp(beforeText).test(before) && (afterText === undefined || new RegExp(afterText).test(after)),
  );
  return rule === undefined ? null : `${rule.action.indent} ${rule.action.appendText ?? ''}`.trim();
}

describe('typing a line break', () => {
  test.each([
    ['models:', true],
    ['  GCN: # mine', true],
    ['  C: 0.1', false],
    ['# models:', false],
  ])('after %j the next line is indented: %j', (line, indented) => {
    expect(new RegExp(language.indentationRules.increaseIndentPattern).test(line)).toBe(indented);
  });
  test('within a comment it goes on, at its end it does not', () => {
    expect(afterEnter('# one', 'two')).toBe('none #');
    expect(afterEnter('# one')).toBeNull();
  });
  test('an item that is a value is followed by another; the keys of an item stand below its first', () => {
    expect(afterEnter('    - sample-wise')).toBe('none -');
    expect(afterEnter('  - { model: GCN, budget: 0.1 }')).toBe('none -');
    expect(afterEnter('  - model: GCN')).toBe('indent');
    expect(afterEnter('  - ')).toBeNull();
    expect(afterEnter('  C: 0.1')).toBeNull();
  });
  test('a closing bracket goes back', () => {
    const back = new RegExp(language.indentationRules.decreaseIndentPattern);
    expect(['  }', '  ],', '  a }'].map((line) => back.test(line))).toEqual([true, true, false]);
  });
});
