import { render } from 'preact';
import * as z from 'zod/mini';
import './page.css';
import { Shell } from './shell.tsx';

// Compiled validators would need `eval`, which the page's policy forbids.
z.config({ jitless: true });

const root = document.createElement('div');
root.id = 'console';
document.body.append(root);
render(<Shell />, root);
