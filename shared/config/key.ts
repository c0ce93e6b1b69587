import type {ConfigDefaults, Parsed} from './types.ts';

/** One key of the ConfigMap, declared once: parsing, defaults, docs/configuration.md and the chart's schema come from it. */
export interface Key<T> {
  readonly name: string;
  /** The text an unset or empty value stands for; empty where the parser knows what that means. */
  readonly default: string;
  /** What an empty {@link default} comes to, in words. */
  readonly unset?: string;
  /** The value of a text that is neither empty nor only white space, unless {@link default} is empty. */
  readonly parse: (text: string, defaults: ConfigDefaults) => Parsed<T>;
  /** What may be written, in a few words. */
  readonly values: string;
  /** A text that is right. */
  readonly example: string;
  /** What it is for and what becomes of a wrong value, in Markdown. */
  readonly doc: string;
  /** Whether the Go puller knows it too. New keys are ignored there. */
  readonly origin: 'Go puller' | 'new';
}

/** A value about which there is nothing to say. */
export function accept<T>(value: T): Parsed<T> {
  return {value, warnings: []};
}

/** No value, for one reason. */
export function refuse(wrong: string, allowed: string): Parsed<never> {
  return {errors: [{wrong, allowed}], warnings: []};
}

/** A value in place of a text that makes no sense: the rest of the configuration applies. */
export function replace<T>(value: T, wrong: string, allowed: string): Parsed<T> {
  return {value, warnings: [{wrong, allowed}]};
}
