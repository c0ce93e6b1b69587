import {resolve} from 'node:path';
import {parseArgs} from 'node:util';

/** What `npm start` was asked to run. */
export interface StartCommand {
  readonly do: 'start';
  /** Absolute path of the ConfigMap's file; undefined: the sample, or with `cluster` no file at all. */
  readonly file: string | undefined;
  /** Of the status page; undefined: 8080, or the next one that is free. */
  readonly port: number | undefined;
  /** How many times as fast as usual the simulated nodes pull. */
  readonly speed: number;
  /** How many simulated nodes there are at the start. */
  readonly nodes: number;
  /** A real cluster, named by the user; undefined: the embedded one. */
  readonly cluster: {readonly kubeconfig: string; readonly context: string | undefined} | undefined;
}

/** What the command line says, or the one line that tells what is wrong with it. */
export type Command = StartCommand | {readonly do: 'help' | 'version'} | {readonly problem: string};

const options = {
  port: {type: 'string'},
  speed: {type: 'string'},
  nodes: {type: 'string'},
  kubeconfig: {type: 'string'},
  context: {type: 'string'},
  help: {type: 'boolean', short: 'h'},
  version: {type: 'boolean'},
} as const;

/** More of them fill every terminal, and make a laptop's fan the first thing that is seen. */
const mostNodes = 100;

const known = Object.keys(options).map(name => `--${name}`);

/** Reads a command line without the program's name. Relative paths are taken from `directory`. */
export function parseArguments(args: readonly string[], directory: string): Command {
  const parsed = parseStrictly(args);
  if ('problem' in parsed) return parsed;
  const {values, positionals} = parsed;
  if (values.help) return {do: 'help'};
  if (values.version) return {do: 'version'};

  const [file, second] = positionals;
  if (second !== undefined) {
    return {problem: `one FILE at a time: there is "${file}" and "${second}"; put both ConfigMaps into one file`};
  }
  if (file === '') return {problem: 'FILE is empty: give the path of a ConfigMap in YAML'};
  if (values.kubeconfig === '') return {problem: '--kubeconfig is empty: give the path of a kubeconfig file'};
  if (values.context !== undefined && values.kubeconfig === undefined) {
    return {
      problem: '--context goes with --kubeconfig FILE: without it the embedded cluster runs, which has one context',
    };
  }
  const simulated = (['speed', 'nodes'] as const).find(name => values[name] !== undefined);
  if (simulated !== undefined && values.kubeconfig !== undefined) {
    return {problem: `--${simulated} is of the simulated nodes: leave it out with --kubeconfig`};
  }
  const port = values.port === undefined ? undefined : parsePort(values.port);
  if (Number.isNaN(port))
    return {problem: `--port ${values.port || '""'} is no port: give a number from 0 (any free one) to 65535`};
  const speed = Number(values.speed ?? '1');
  if (!(speed > 0 && speed <= 1000)) return {problem: `--speed ${values.speed}: give a number above 0, at most 1000`};
  const nodes = parseNodes(values.nodes ?? '3');
  if (nodes === undefined) {
    return {problem: `--nodes ${values.nodes || '""'}: give a number from 1 to ${mostNodes}`};
  }

  return {
    do: 'start',
    file: file === undefined ? undefined : resolve(directory, file),
    port,
    speed,
    nodes,
    cluster:
      values.kubeconfig === undefined
        ? undefined
        : {kubeconfig: resolve(directory, values.kubeconfig), context: values.context},
  };
}

type Parsed = ReturnType<typeof parseArgs<{options: typeof options; allowPositionals: true}>>;

function parseStrictly(args: readonly string[]): Parsed | {readonly problem: string} {
  try {
    return parseArgs({args: [...args], options, allowPositionals: true});
  } catch (error) {
    // Node's own message says what is wrong, and more after its first sentence.
    const [what] = (error instanceof Error ? error.message : String(error)).split(/[.\n]/, 1);
    return {problem: `${what}; there are ${known.join(', ')}`};
  }
}

const parsePort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : Number.NaN;
};

const parseNodes = (text: string): number | undefined => {
  const nodes = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return nodes >= 1 && nodes <= mostNodes ? nodes : undefined;
};
