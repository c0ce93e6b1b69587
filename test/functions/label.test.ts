import test from 'ava';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const ab = {IMAGES: 'a=registry.test/a:1;b=registry.test/b:1'};

test('a ConfigMap whose label has another value than "true" is told so at the tick, once, and makes no puller', async t => {
  const {ring, edit, api, readStory, readDaemonSet, writes, context} = await startPuller(t, undefined);
  const label = (value: string) => ({labels: {'kubernetes-image-puller/config': value}});
  const values = {capital: 'True', empty: '', one: '1', yes: 'yes', no: 'no', never: 'FALSE', off: 'off', zero: '0'};
  for (const [name, value] of Object.entries(values))
    await edit({...ab, DAEMONSET_NAME: name}, {name, ...label(value)});
  await edit(ab, {name: 'no-label', labels: {}});
  await ring('check');
  t.like((await ring('check')).entry, {outcome: 'done'});
  const ignored = (name: string, value: string) => [
    `Warning LabelIgnored: the label kubernetes-image-puller/config has the value "${value}" and makes no puller: it has to be "true" (kubectl label --overwrite -n ${namespace} configmap ${name} kubernetes-image-puller/config=true)`,
  ];
  for (const name of ['capital', 'empty', 'one', 'yes'] as const)
    t.deepEqual(await readStory(name), ignored(name, values[name]));
  for (const name of ['no', 'never', 'off', 'zero', 'no-label']) t.deepEqual(await readStory(name), [], name);
  t.deepEqual(
    writes(),
    Array.from({length: 4}, () => 'create events'),
  );
  t.deepEqual(await context().cluster.listConfigMaps(), []);

  // What it says is what helps.
  await api('PATCH', `/api/v1/namespaces/${namespace}/configmaps/capital`, {metadata: label('true')});
  await ring('apply', {object: {name: 'capital'}});
  t.truthy(await readDaemonSet('capital'));
  t.deepEqual(
    (await context().cluster.listConfigMaps()).map(({metadata}) => metadata.name),
    ['capital'],
  );
  await ring('check');
  t.deepEqual((await readStory('capital')).slice(0, 1), ignored('capital', 'True'));
});

test('a puller beside a ConfigMap with a wrong label is looked at as ever, in a tick of as many lists', async t => {
  const {ring, edit, embedded, nodes} = await startPuller(t, ab, {nodes: 1});
  await ring('apply');
  await nodes.settled(daemonSetName);
  await ring('check');
  const read = async () => {
    const before = embedded.requests.all().length;
    const {entry} = await ring('check');
    const lists = embedded.requests
      .all()
      .slice(before)
      .filter(({verb, resource}) => verb === 'list' && resource === 'configmaps');
    return {decision: entry?.decision, lists: lists.length};
  };
  t.deepEqual(await read(), {decision: `${configMapName}: ready`, lists: 1});
  await edit(ab, {name: 'wrong', labels: {'kubernetes-image-puller/config': 'TRUE'}});
  t.deepEqual(await read(), {decision: `${configMapName}: ready, wrong: label ignored`, lists: 1});
});
