/** The SVG picture in pixels. */

/** Pixels for each of the picture's own: enough for print at the width of a column. */
const SCALE = 3;

/** Bytes of a PNG file, in base64. Rejects where the browser cannot draw the picture. */
export async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  // An address that carries the picture itself: the page may load nothing else.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D context');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
