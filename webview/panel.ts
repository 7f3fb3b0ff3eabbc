/** The panel: puts the views together, paints them from the store, and turns what the reader does into changes of it. */
import type { PanelState, PictureFormat } from '../src/protocol/panel';
import { auditWords } from './auditStrings';
import { h } from './dom';
import type { Host } from './host';
import { count } from './logic/format';
import { toneOf } from './logic/status';
import { onThemeChange } from './palette';
import { sceneOf, settle, type Scene } from './scene';
import { drawChart, pictureFile } from './picture/drawChart';
import { createStore, type Snapshot } from './store';
import { runWords } from './runStrings';
import { words } from './strings';

import { createAgainst } from './view/against';
import { createAttack } from './view/attack';
import { createAudit } from './view/audit';
import { createChart } from './view/chart';
import { createDetails } from './view/details';
import { createHeader } from './view/header';
import { emptyPage, failedBox, pendingPage } from './view/messages';
import { createMarks } from './view/marks';
import { createModels } from './view/models';
import { createQuantity, createReadout } from './view/readout';
import { createRuns } from './view/runs';
import { createSeedBar } from './view/seedBar';
import { createTable } from './view/table';
import { createTabs, type Tab } from './view/tabs';

export function createPanel(root: HTMLElement, host: Host): void {
  const store = createStore(host.savedView, settle, (now, before) => {
    if (now.view !== before.view) host.save(now.view);
    paint(now, before);
  });
  /** The standalone page has nobody to ask where a picture should go. */
  const offer = (format: PictureFormat) => (data: string | null) => {
    const { state } = store.get();
    if (data !== null && state) host.download(...pictureFile(state.title, format, data));
  };
  const setFlips = (flips: number): void => {
    if (sceneOf(store.get())?.flips !== flips) store.setView({ flips });
  };

  const drawn = async (format: PictureFormat): Promise<string | null> => {
    const scene = sceneOf(store.get());
    return scene && drawChart(scene, format).catch(() => null);
  };

  const header = createHeader(host, { picture: (format) => void drawn(format).then(offer(format)) });
  const readout = createReadout();
  const marks = createMarks();
  const quantity = createQuantity((value) => store.setView({ quantity: value }));
  const chart = createChart({
    setFlips,
    setDragging: (dragging) => store.set({ dragging }),
  });
  const models = createModels({
    choose: (model) => {
      const { view } = store.get();
      store.setView({ model, compared: view.compared === model ? null : view.compared });
    },
    pin: (name) => {
      const { view } = store.get();
      if (name !== view.model) store.setView({ compared: view.compared === name ? null : name });
    },
    preview: (hover) => {
      if (store.get().hover !== hover) store.set({ hover });
    },
  });
  const table = createTable({
    filter: (filter) => store.setView({ filter }),
    filterStatus: (statusFilter) => store.setView({ statusFilter }),
    sort: (sort) => store.setView({ sort }),
    open: (node, open) => {
      const others = store.get().view.open.filter((other) => other !== node);
      store.setView({ open: open ? [...others, node] : others });
    },
    activate: (activeNode) => {
      if (store.get().activeNode !== activeNode) store.set({ activeNode });
    },
    copy: (text) => host.copy(text),
    setFlips,
    reveal: host.live ? (node) => host.post({ type: 'reveal', node }) : null,
  });
  const attack = createAttack((text) => host.copy(text));
  const audit = createAudit(host);
  const details = createDetails((text) => host.copy(text));
  const seedBar = createSeedBar((seed) => store.setView({ seed }));
  const tabs = createTabs(words.tabs, (tab) => store.setView({ tab }));

  const runs = createRuns(host);
  /** The page without an editor has its state to itself. */
  const endComparison = (): void => {
    const { state, view } = store.get();
    if (state?.other && host.live) host.post({ type: 'endComparison' });
    else if (state?.other) store.set({ state: withoutOther(state) });
    else if (view.compared !== null) store.setView({ compared: null });
  };
  const against = createAgainst({ end: endComparison });

  const message = h('div', { class: 'message' });
  const top = h(
    'div',
    { class: 'top' },
    readout.element,
    quantity.element,
    marks.element,
    chart.element,
    models.element,
  );
  const below = h('div', { class: 'below' }, seedBar.element, tabs.element);
  const result = h('div', { class: 'result', hidden: true }, top, below);
  root.replaceChildren(header.element, h('main', {}, against.element, message, result));

  const tabsOf = (scene: Scene): readonly Tab[] => [
    {
      id: 'nodes',
      label: words.nodes,
      content: table.element,
      badge: count(scene.chosen.model.predictions.length),
    },
    ...(scene.kinds.includes('collective')
      ? [{ id: 'attack', label: words.attack, content: attack.element, badge: null }]
      : []),
    // An earlier run is there to be looked at.
    ...(scene.state.earlier
      ? []
      : [{ id: 'audit', label: auditWords.tab, content: audit.element, badge: null }]),
    ...(scene.state.runs
      ? [{ id: 'runs', label: runWords.tab, content: runs.element, badge: count(scene.state.runs.length) }]
      : []),
    { id: 'details', label: words.details, content: details.element, badge: null },
  ];

  /** Model that the header's button compares. */
  let named: string | null = null;

  const paint = (now: Snapshot, before: Snapshot): void => {
    const { state } = now;
    if (!state) return;
    const scene = sceneOf(now);
    const chosen = scene?.chosen.name ?? null;
    if (state !== before.state || chosen !== named) header.update(state, chosen);
    named = chosen;
    if (state !== before.state) {
      root.dataset['tone'] = toneOf(state);
      const failed = failedBox(state, host);
      const instead = failed || scene ? null : (pendingPage(state) ?? emptyPage(state, host));
      message.replaceChildren(...[failed, instead].filter((page) => page !== null));
    }
    result.hidden = scene === null;
    against.update(scene);
    if (!scene) return;
    result.classList.toggle('stale', scene.stale);
    result.classList.toggle('comparing', scene.against !== null);
    // The canvas asks for the style of its place: first, while nothing has changed since the last frame.
    chart.update(scene);
    readout.update(scene);
    marks.update(scene);
    quantity.update(scene);
    models.update(scene);
    seedBar.update(scene);
    const all = tabsOf(scene);
    const tab = all.find((t) => t.id === now.view.tab) ?? all[0];
    tabs.update(all, tab.id);
    if (tab.id === 'nodes') table.update(scene, now.activeNode);
    if (tab.id === 'attack') attack.update(scene);
    if (tab.id === 'audit') audit.update(scene);
    if (tab.id === 'runs') runs.update(scene);
    if (tab.id === 'details') details.update(scene);
  };

  onThemeChange(() => {
    chart.recolour();
    attack.recolour();
  });
  window.addEventListener('resize', () => {
    if (store.get().state) table.relayout();
  });
  document.addEventListener('keydown', (event) => {
    // Whoever is nearer to the key has the first say: a menu that closes, a filter that empties.
    if (event.key === 'Escape' && !event.defaultPrevented) endComparison();
  });
  host.listen({
    state: (state) => store.set({ state }),
    show: (tab, model) => store.setView({ tab, model }),
    compareModel: (model) => {
      if (sceneOf(store.get())?.chosen.name !== model) store.setView({ compared: model });
    },
    chooseModel: (model) => store.setView({ model }),
    draw: (format) => void drawn(format).then((data) => host.post({ type: 'drawn', format, data })),
  });
}

function withoutOther(state: PanelState): PanelState {
  const alone = { ...state };
  delete alone.other;
  return alone;
}
