import type {NamedImage, PullerConfig} from '../config/index.ts';

/** Which images one DaemonSet holds. */
export interface Lane {
  /** The DaemonSet's name. */
  readonly name: string;
  readonly images: readonly NamedImage[];
}

/** The DaemonSets a configuration asks for. One for all images: every image is held by exactly one lane. */
export const buildLanes = ({daemonSetName, images}: PullerConfig): readonly Lane[] => [{name: daemonSetName, images}];
