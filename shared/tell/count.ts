import type {Lane} from '../lanes/index.ts';

export const formatImages = ({images}: Pick<Lane, 'images'>): string =>
  `${images.length} ${images.length === 1 ? 'image' : 'images'}`;

export const formatNodes = (nodes: number): string => `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
