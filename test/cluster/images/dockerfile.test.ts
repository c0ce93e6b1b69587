import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {testWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {buildFunctionsImage, buildSleepImage, type Image} from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What a stage of the Dockerfile says of how its image is run. */
function readStage(text: string, name: string) {
  const stages = text.split(/^(?=FROM )/m);
  const lines = stages.find(stage => stage.split('\n')[0]?.endsWith(` AS ${name}`))?.split('\n') ?? [];
  const find = (instruction: string) =>
    lines.flatMap(line => (line.startsWith(`${instruction} `) ? line.slice(instruction.length + 1) : []));
  const words = (instruction: string) =>
    find(instruction).flatMap((list): string[] => {
      const parsed: string[] = JSON.parse(list);
      return parsed;
    });
  return {user: find('USER')[0], env: find('ENV'), runs: [...words('ENTRYPOINT'), ...words('CMD')]};
}

function readConfig(image: Image) {
  const {config}: {config: {User: string; Env?: string[]; Entrypoint?: string[]; Cmd?: string[]}} = JSON.parse(
    image.config.content.toString(),
  );
  return {user: config.User, env: config.Env ?? [], runs: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]};
}

testWith(
  controlPlane,
  'the images of these tests run the same, as the same user, as the Dockerfile says',
  async (t, machine) => {
    const text = await readFile(join(root, 'Dockerfile'), 'utf8');
    t.deepEqual(readConfig(await buildFunctionsImage()), readStage(text, 'functions'));
    t.deepEqual(readConfig(await buildSleepImage(machine.directory)), readStage(text, 'sleep'));
  },
);
