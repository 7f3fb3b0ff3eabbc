/** The chart as a file. */
import type { PictureFormat } from '../../src/protocol/panel';
import type { Scene } from '../scene';
import { pngOf } from './chartPng';
import { chartSvg } from './chartSvg';

/** SVG text, or the bytes of a PNG file in base64. Rejects where the browser cannot draw it. */
export function drawChart(scene: Scene, format: PictureFormat): Promise<string> {
  const svg = chartSvg(scene);
  return format === 'svg' ? Promise.resolve(svg) : pngOf(svg);
}

/** Name, media type and content of a picture that is handed over by the page itself. */
export function pictureFile(
  title: string,
  format: PictureFormat,
  data: string,
): [name: string, type: string, content: string | Uint8Array<ArrayBuffer>] {
  const name = `${title.replace(/(\.flipcert)?\.ya?ml$/, '')}.${format}`;
  return format === 'svg'
    ? [name, 'image/svg+xml', data]
    : [name, 'image/png', Uint8Array.from(atob(data), (c) => c.charCodeAt(0))];
}
