/**
 * Entry of the panel. The page needs `<div id="root"></div>`, panel.css and this script at the end of the body.
 * In a VS Code webview the state comes by message; the standalone page carries it in
 * `<script type="application/json" id="flipcert-state">`.
 */
import { connectHost } from './host';
import { createPanel } from './panel';

const root = document.getElementById('root');
if (root) createPanel(root, connectHost());
