import type {Lane} from '../lanes/index.ts';

export const countImages = ({images}: Pick<Lane, 'images'>): string =>
  `${images.length} ${images.length === 1 ? 'image' : 'images'}`;

export const countNodes = (nodes: number): string => `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
