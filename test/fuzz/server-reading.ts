import { configurationDifferences } from '../../src/config/differences';
import { trustEdit } from '../../src/config/trust-edit';
import { costOf } from '../../src/extension/cost';
import { expectationPlaces } from '../../src/extension/expectationText';
import { meaningOf } from '../../src/extension/meaning';
import { placesOf } from '../../src/extension/places';
import { completionsAt } from '../../src/server/completion';
import { foldsOf } from '../../src/server/folding';
import { formatted } from '../../src/server/format';
import { hoverAt } from '../../src/server/hover';
import { printOf } from '../../src/server/facts';
import { spotsOf } from '../../src/server/spots';
import { symbolsOf } from '../../src/server/symbols';

/** Everything that an editor does with a text as soon as it is open: nothing of it may fail, whatever the text is. */
export function readByServer(text: string): void {
  printOf(spotsOf(text));
  symbolsOf(text);
  foldsOf(text);
  formatted(text);
  const lines = text.split('\n');
  const line = lines.length >> 1;
  const position = { line, character: lines[line].length };
  completionsAt(text, position);
  hoverAt(text, position);
  meaningOf(text);
  costOf(text);
  placesOf(text);
  expectationPlaces(text);
  configurationDifferences(text, 'a: 1');
  trustEdit(text, [3]);
}
