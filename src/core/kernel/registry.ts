import { appnp } from './appnp';
import type { Architecture } from './architecture';
import { gcn } from './gcn';
import { gin } from './gin';
import { graphsage } from './graphsage';
import { mlp } from './mlp';
import { ppnp } from './ppnp';
import { sgc } from './sgc';

/** Every architecture by the name it has in a configuration. A new one is a file and a line here. */
export const architectures = { mlp, gcn, sgc, graphsage, gin, appnp, ppnp } as const satisfies Readonly<
  Record<string, Architecture>
>;

export type ArchitectureName = keyof typeof architectures;
