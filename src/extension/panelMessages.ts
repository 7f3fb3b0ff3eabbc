/** Checks what comes out of the webview: a page is outside the extension's walls, whoever wrote it. Pure. */
import type { FromPanel } from '../protocol/panel';

/** The message, or null where it is none of the protocol's. */
export function readFromPanel(message: unknown): FromPanel | null {
  if (typeof message !== 'object' || message === null) return null;
  const { type, ...rest } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
    case 'certify':
    case 'cancel':
    case 'showLog':
    case 'saveReport':
    case 'export':
      return { type };
    case 'openFile': {
      const { line = null, file = null } = rest;
      const lineFits = line === null || (typeof line === 'number' && Number.isSafeInteger(line) && line >= 1);
      const fileFits = file === null || typeof file === 'string';
      return lineFits && fileFits ? { type, line, file } : null;
    }
    case 'cancelAudit':
      return { type };
    case 'audit': {
      const { model } = rest;
      return typeof model === 'string' ? { type, model } : null;
    }
    case 'trust': {
      const { nodes } = rest;
      const fits =
        Array.isArray(nodes) &&
        nodes.length > 0 &&
        nodes.every((node): node is number => Number.isSafeInteger(node) && (node as number) >= 0);
      return fits ? { type, nodes } : null;
    }
    case 'drawn': {
      const { format, data } = rest;
      const fits = (format === 'svg' || format === 'png') && (data === null || typeof data === 'string');
      return fits ? { type, format, data } : null;
    }
    case 'reveal': {
      const { node } = rest;
      return typeof node === 'number' && Number.isSafeInteger(node) && node >= 0 ? { type, node } : null;
    }
    case 'endComparison':
    case 'showNewest':
      return { type };
    case 'compare': {
      const { model } = rest;
      return typeof model === 'string' ? { type, model } : null;
    }
    case 'openRun':
    case 'compareRun': {
      const { id } = rest;
      return typeof id === 'string' ? { type, id } : null;
    }
    case 'pinRun': {
      const { id, pinned } = rest;
      return typeof id === 'string' && typeof pinned === 'boolean' ? { type, id, pinned } : null;
    }
    case 'copy': {
      const { text } = rest;
      return typeof text === 'string' ? { type, text } : null;
    }
    default:
      return null;
  }
}
