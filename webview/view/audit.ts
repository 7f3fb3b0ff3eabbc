/** Labels to verify: what is gained if one label is known to be right, and a way to say that it is. */
import type { FoundAudit, PanelAudit } from '../../src/protocol/panel';
import type { CertificateKind } from '../../src/report/result';
import {
  auditWords,
  costText,
  failedText,
  foundText,
  heading,
  restText,
  runningText,
  staleText,
  trustButton,
} from '../auditStrings';
import { h, replaceKeepingFocus } from '../dom';
import type { Host } from '../host';
import { icon } from '../icons';
import { auditCost, auditRows, setRows } from '../logic/audit';
import type { Scene } from '../scene';
import { words } from '../strings';
import { labelTable } from './auditTable';

export interface AuditView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
}

export function createAudit(host: Host): AuditView {
  const element = h('div', { class: 'audit' });
  const ticked = new Set<number>();
  let last: Scene | null = null;
  let ofModel = '';

  const repaint = (): void => {
    if (last) update(last);
  };
  const tick = (node: number, on: boolean): void => {
    if (on) ticked.add(node);
    else ticked.delete(node);
    repaint();
  };

  const update = (scene: Scene): void => {
    last = scene;
    const { chosen, state } = scene;
    if (ofModel !== chosen.name) ticked.clear();
    ofModel = chosen.name;
    const found = state.audit?.found.find(({ audit }) => audit.name === chosen.name) ?? null;
    // A result that is grey as a whole need not be said to be old once more.
    element.classList.toggle('was', !scene.stale && (found ? found.stale !== null : !chosen.fresh));
    const parts = [
      ...(host.live ? [] : [standalone(scene, found)]),
      ...(host.live ? runParts(state.audit) : []),
      ...(found ? foundParts(scene, found) : beforeParts(scene)),
    ];
    replaceKeepingFocus(element, parts);
  };

  /** Before an audit: what it is, what it costs, and what is known without. */
  const beforeParts = (scene: Scene): HTMLElement[] => {
    const { model, name } = scene.chosen;
    const { dataset } = scene.result;
    const rows = setRows(model, dataset);
    const { certifications, seconds } = auditCost(model, dataset);
    return [
      ...(host.live
        ? [
            h(
              'p',
              { class: 'sentence' },
              `${auditWords.what} `,
              scene.chosen.fresh ? costText(name, certifications, seconds) : auditWords.notCurrent,
            ),
            findButton(scene, auditWords.find),
          ]
        : []),
      ...seedNote(scene),
      rows.rows.length === 0
        ? h('p', { class: 'quiet', text: auditWords.noSets })
        : labelTable({ rows: rows.rows, kinds: [], without: null, was: scene.stale, tick: null, ticked }),
    ];
  };

  const foundParts = (scene: Scene, { audit, stale }: FoundAudit): HTMLElement[] => {
    const { flips } = scene;
    const { rows, rest } = auditRows(audit, flips);
    const kinds = (['sample-wise', 'collective'] as const).filter(
      (kind) => curveOf(audit, kind) !== undefined,
    );
    const was = stale !== null || scene.stale;
    return [
      ...(stale === null ? [] : [h('p', { class: 'note', text: staleText(stale) })]),
      ...seedNote(scene),
      h('p', { class: 'audit-head', text: flips === 0 ? auditWords.atZero : heading(audit.name, flips) }),
      labelTable({
        rows,
        kinds,
        without: (kind) => curveOf(audit, kind)?.find((point) => point.flips === flips) ?? null,
        was,
        tick: host.live && !was ? tick : null,
        ticked,
      }),
      ...(host.live ? [trustBar(scene, was)] : []),
      h('p', { class: 'caption', text: [...(rest > 0 ? [restText(rest)] : []), foundText(audit)].join(' ') }),
    ];
  };

  const trustBar = (scene: Scene, was: boolean): HTMLElement => {
    const n = was ? 0 : ticked.size;
    const button = h(
      'button',
      {
        class: n > 0 ? 'button primary' : 'button',
        type: 'button',
        'data-key': 'trust',
        'data-action': 'trust',
        disabled: n === 0,
        title: auditWords.trustHelp,
      },
      icon('add'),
      h('span', { text: trustButton(n) }),
    );
    button.addEventListener('click', () => {
      host.post({ type: 'trust', nodes: [...ticked].sort((a, b) => a - b) });
      ticked.clear();
      repaint();
    });
    return h('p', { class: 'links' }, button, findButton(scene, auditWords.findAgain));
  };

  const findButton = (scene: Scene, text: string): HTMLElement => {
    const { chosen, state } = scene;
    const idle = state.status.kind === 'current' && (state.audit?.run ?? null) === null;
    const button = h(
      'button',
      {
        class: 'button',
        type: 'button',
        'data-key': 'find',
        'data-action': 'audit',
        disabled: !idle,
        title: state.status.kind === 'current' ? null : auditWords.notCurrent,
      },
      icon('shield'),
      h('span', { text }),
    );
    button.addEventListener('click', () => host.post({ type: 'audit', model: chosen.name }));
    return button;
  };

  const runParts = (audit: PanelAudit | undefined): HTMLElement[] => {
    if (!audit) return [];
    const { run, failure } = audit;
    if (!run)
      return failure === null ? [] : [h('p', { class: 'note', role: 'alert', text: failedText(failure) })];
    const bar = h('span', { class: 'audit-bar' });
    bar.style.transform = `scaleX(${Math.min(1, Math.max(0, run.done))})`;
    const cancel = h(
      'button',
      {
        class: 'button',
        type: 'button',
        'data-key': 'cancel',
        'data-action': 'cancel-audit',
        disabled: run.cancelling,
      },
      icon('debug-stop'),
      h('span', { text: run.cancelling ? words.cancelling : words.cancel }),
    );
    cancel.addEventListener('click', () => host.post({ type: 'cancelAudit' }));
    const track = h(
      'span',
      {
        class: 'audit-track',
        role: 'progressbar',
        'aria-label': auditWords.progress,
        'aria-valuenow': Math.floor(100 * run.done),
      },
      bar,
    );
    return [h('div', { class: 'audit-run' }, track, h('span', { text: runningText(run) }), cancel)];
  };

  /** In a report nothing can be certified: the command that can. */
  const standalone = (scene: Scene, found: FoundAudit | null): HTMLElement => {
    if (found) return h('p', { class: 'sentence', text: auditWords.what });
    const { auditCommand, command } = scene.state;
    const base = auditCommand ?? command.replace(' certify ', ' audit ');
    const name = scene.chosen.name;
    const call = `${base} --model ${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`;
    return h('p', { class: 'sentence' }, `${auditWords.setsOnly} `, h('code', { text: call }));
  };

  return { element, update };
}

function seedNote({ result }: Scene): HTMLElement[] {
  return result.seeds === undefined ? [] : [h('p', { class: 'caption', text: auditWords.firstSeed })];
}

function curveOf({ without }: FoundAudit['audit'], kind: CertificateKind) {
  return kind === 'sample-wise' ? without.sampleWise : without.collective;
}
