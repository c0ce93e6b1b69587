import {buildFormerSelector, buildSelector} from '@image-puller/shared/daemonset';
import {dnsSubdomain, labelValue} from '@image-puller/shared/formats';
import {isLaneOf, nameBridge, nameIsolated} from '@image-puller/shared/lanes';
import {shortenName} from '@image-puller/shared/names';
import {buildScout} from '@image-puller/shared/scout';
import test from 'ava';
import fc from 'fast-check';
import {buildInputs} from '../samples.ts';

/** Valid names of any length up to the longest, with dashes and dots at any place. */
const name = (shortest: number, longest: number, ...parts: readonly string[]) =>
  fc
    .array(fc.constantFrom('a', '0', ...parts), {minLength: Math.max(0, shortest - 1), maxLength: longest - 1})
    .map(chosen => `${chosen.join('')}z`)
    .filter(text => text.length <= longest);
const objectName = fc.oneof(name(1, 253, 'b-', 'c.', 'd--'), name(170, 253, 'b-', 'c.'), name(240, 253));
const imageName = name(1, 63, 'b-', 'd--');

const nameScout = (lane: string) => {
  const {puller, config, platform} = buildInputs({IMAGES: 'a=registry.test/a:1'});
  const images = [{name: 'a', image: 'registry.test/a:1'}];
  const of = {role: 'main', name: lane, images, limit: 1, isHeldBack: false} as const;
  const asked = {node: 'n', group: 'g', images, errand: 'q', request: undefined, requests: 'little'} as const;
  return buildScout({puller, config, platform, lane: of, ...asked, now: new Date(0)}).metadata?.name;
};

test('what is made of a valid name is a valid name, however long it is and wherever it has a dash or a dot', t => {
  fc.assert(
    fc.property(objectName, imageName, fc.integer({min: 12, max: 253}), (daemonSet, image, most) => {
      const made = [
        nameBridge(daemonSet),
        nameIsolated(daemonSet, {name: image, image: ''}),
        nameScout(daemonSet) ?? '',
        shortenName(daemonSet, most),
      ];
      const wrong = made.filter(one => !dnsSubdomain.matches(one));
      const selectors = [buildSelector(daemonSet), buildFormerSelector(daemonSet)];
      wrong.push(...selectors.flatMap(Object.values<string>).filter(value => !labelValue.matches(value)));
      return wrong.length === 0 && shortenName(daemonSet, most).length <= most;
    }),
  );
  t.pass();
});

test('what fits stays as it is', t => {
  const longest = 'a'.repeat(253);
  t.is(shortenName(longest), longest);
  t.is(shortenName('a.b-c', 12), 'a.b-c');
  t.is(nameBridge('images'), 'images-bridge');
  t.is(nameIsolated('images', {name: 'che-code', image: ''}), 'images-isolated-che-code');
});

test('names that differ at their ends alone stay different, in each that is made of them', t => {
  const names = ['x', 'y'].map(end => `${'a'.repeat(252)}${end}`);
  for (const make of [nameBridge, nameScout, (one: string) => nameIsolated(one, {name: 'i', image: ''})])
    t.is(new Set(names.map(make)).size, 2);
  const images = ['x', 'y'].map(end => nameIsolated('a'.repeat(200), {name: `${'b'.repeat(60)}${end}`, image: ''}));
  t.is(new Set(images).size, 2);
});

test('the DaemonSets of a puller are known by their names, however long these are', t => {
  fc.assert(
    fc.property(
      objectName,
      imageName,
      (daemonSet, image) =>
        isLaneOf(daemonSet, daemonSet) &&
        isLaneOf(daemonSet, nameBridge(daemonSet)) &&
        isLaneOf(daemonSet, nameIsolated(daemonSet, {name: image, image: ''})),
    ),
  );
  t.false(isLaneOf('images', 'images-isolatedly'));
  t.false(isLaneOf('images', 'other'));
});
