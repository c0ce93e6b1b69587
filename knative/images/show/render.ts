import {toOneLine} from '@image-puller/shared/text';
import type {Judgement} from './assess.ts';
import type {ShownImage} from './image.ts';
import type {EntryType} from './tar.ts';

const letters: Readonly<Record<EntryType, string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  other: '?',
};

/** An image and what is to be said of it, for people, line by line. Nothing in it can make a line of its own. */
export function renderImage(image: ShownImage, {problems, notes}: Judgement): readonly string[] {
  const {compressed, unpacked} = image.size;
  const fields: readonly (readonly [string, string])[] = [
    ['digest', image.digest],
    ['size', `${compressed} bytes as it is kept, ${unpacked} unpacked, in ${image.layers} layers`],
    ['user', image.user],
    ['entrypoint', renderList(image.entrypoint)],
    ['command', renderList(image.command)],
    ...image.env.map(value => ['env', value] as const),
    ...Object.entries(image.labels).map(([key, value]) => ['label', `${key}=${value}`] as const),
  ];
  const files = image.files.map(({path, type, mode, uid, gid, size, target}) => {
    const owner = `${uid}:${gid}`.padStart(11);
    const link = type === 'symlink' || type === 'hardlink' ? ` -> ${toOneLine(target)}` : '';
    return `${letters[type]}${mode.toString(8).padStart(4, '0')} ${owner} ${String(size).padStart(10)} /${toOneLine(path)}${link}`;
  });
  return [
    toOneLine(image.platform),
    ...fields.map(([name, value]) => `  ${name.padEnd(10)} ${toOneLine(value)}`),
    ...files.map(line => `  ${line}`),
    ...notes.map(note => `  note: ${toOneLine(note)}`),
    ...(problems.length === 0
      ? ['  ok: not root, nothing can be written to, no setuid, no shell, no package manager']
      : problems.map(problem => `  BAD: ${toOneLine(problem)}`)),
  ];
}

const renderList = (words: readonly string[]): string => (words.length === 0 ? '' : JSON.stringify(words));
