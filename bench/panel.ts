/** The robustness panel with 3,000 test nodes and six models, in Chromium: how soon it stands, and how smoothly it moves. */
import { makeResult } from '../test/webview/support/fixture';
import { buildPanel, CHROMIUM, launch, openPanel } from '../test/webview/support/harness';
import { stateOf } from '../test/webview/support/states';

const TURNS = 5;
const MOVING_MS = 3_000;

interface Movement {
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
}

async function main(): Promise<void> {
  if (CHROMIUM === undefined) {
    console.log(JSON.stringify({ skipped: 'no Chromium' }));
    return;
  }
  const built = await buildPanel();
  const browser = await launch();
  const state = stateOf(makeResult({ test: 3_000, labelled: 20 }));
  const opened: number[] = [];
  const scrolling: Movement[] = [];
  const sliding: Movement[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const { page, close } = await openPanel(browser, built, {});
    opened.push(
      await page.evaluate(
        (json) =>
          new Promise<number>((done) => {
            const state = JSON.parse(json) as unknown;
            const began = performance.now();
            window.postMessage({ type: 'state', state }, '*');
            // The frame after the one in which the table stands: it has been painted.
            const look = (): void => {
              if (document.querySelector('.row'))
                requestAnimationFrame(() => done(performance.now() - began));
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }),
        JSON.stringify(state),
      ),
    );
    scrolling.push(
      await page.evaluate(async (ms) => {
        const frames: number[] = [];
        const began = performance.now();
        let last = began;
        let down = true;
        while (last - began < ms) {
          window.scrollBy(0, down ? 120 : -120);
          const now = await new Promise<number>((frame) => requestAnimationFrame(frame));
          frames.push(now - last);
          last = now;
          if (window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1) down = false;
          else if (window.scrollY === 0) down = true;
        }
        window.scrollTo(0, 0);
        return { frames: frames.slice(2) };
      }, MOVING_MS),
    );
    sliding.push(
      await page.evaluate(async (ms) => {
        const slider = document.querySelector<HTMLElement>('[role=slider]');
        slider?.focus();
        const frames: number[] = [];
        const began = performance.now();
        let last = began;
        let step = 0;
        while (last - began < ms) {
          const key = Math.floor(step++ / 7) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
          slider?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          const now = await new Promise<number>((frame) => requestAnimationFrame(frame));
          frames.push(now - last);
          last = now;
        }
        return { frames: frames.slice(2) };
      }, MOVING_MS),
    );
    await close();
  }
  await browser.close();
  console.log(JSON.stringify({ opened, scrolling: scrolling.map(figures), sliding: sliding.map(figures) }));
}

function figures({ frames }: Movement): { perSecond: number; slow: number } {
  const sum = frames.reduce((a, b) => a + b, 0);
  const sorted = [...frames].sort((a, b) => a - b);
  return {
    perSecond: (1000 * frames.length) / sum,
    slow: sorted[Math.floor(0.95 * (sorted.length - 1))],
  };
}

await main();
