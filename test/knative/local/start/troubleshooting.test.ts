import {execFile} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {testsWith} from '../../../support/needs.ts';
import {findKubectl} from '../embedded-cluster/kubectl/kubectl.ts';
import {makeDirectory, repository, run, until} from './command.ts';

const execute = promisify(execFile);

/** What the embedded cluster does not have: other kinds, and pods of the functions. */
const elsewhere = /\b(?:deployments|ksvc|brokers|resourcequotas|logs|component=standalone)\b/;
/** These change something, and have their own tests. */
const writes = /^kubectl (?:label|annotate|rollout|delete)\b/;

/** The commands of each block of the page; those that go over several lines are not among them. */
async function readCommands(): Promise<readonly string[]> {
  const page = await readFile(join(repository, 'docs/troubleshooting.md'), 'utf8');
  return [...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.trim()])),
  );
}

const images = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'images'},
  data: {IMAGES: 'a=quay.test/a:1; broken=quay.test/b:does-not-exist'},
};

testsWith(await findKubectl(), 'the commands of docs/troubleshooting.md', () => {
  test('each that only reads works as it is written, and those for nodes say which has which image, and why not', async t => {
    const list = join(await makeDirectory(t), 'list.json');
    await writeFile(list, JSON.stringify(images));
    const running = await run(t, ['--port', '0', '--speed', '100', list]);
    const [, kubeconfig = ''] = await running.see(/kubeconfig +(\S+)\n/);
    await running.see(/broken fails on 3 of 3 nodes/);
    const env = {PATH: process.env.PATH, HOME: await makeDirectory(t), KUBECONFIG: kubeconfig};
    const [namespace = '', label = '', ...commands] = await readCommands();
    t.regex(namespace, /^NS=k8s-image-puller +#/);
    t.regex(label, /^OURS=app\.kubernetes\.io\/managed-by=kubernetes-image-puller +#/);
    const shell = async (command: string) => {
      const script = `set -o pipefail; NS=default; ${label}\n${command}`;
      const {stdout, stderr} = await execute('bash', ['-c', script], {env, timeout: 20_000});
      t.is(stderr, '', command);
      return stdout;
    };
    // The Event comes a moment after the status.
    await until(
      async () => (await shell('kubectl get events -n $NS')).includes('ImageFailing') || undefined,
      running.output,
    );
    const [pod = ''] = (await shell('kubectl get pods -n $NS -l $OURS -o name')).split('\n');
    const answers = new Map<string, string>();
    for (const command of commands.filter(line => !elsewhere.test(line) && !writes.test(line))) {
      const filled = command
        .replace(/\bMY_POD -n MY_NAMESPACE\b/, `${pod.replace('pod/', '')} -n default`)
        .replace(/ configmap NAME /, ' configmap images ');
      answers.set(command, await shell(filled));
    }
    t.true(answers.size > 10, [...answers.keys()].join('\n'));

    const find = (part: string) =>
      [...answers]
        .find(([command]) => command.includes(part))?.[1]
        .trim()
        .split('\n');
    t.deepEqual(
      find('?(@.ready==true)')?.map(line => line.trim()),
      ['node-1\ta', 'node-2\ta', 'node-3\ta'],
    );
    t.deepEqual(
      find('-o go-template')?.map(line =>
        line.replace(/sha256:\w+$/, 'sha256:...').replace(/(?:ErrImagePull|ImagePullBackOff)$/, 'fails'),
      ),
      ['node-1', 'node-2', 'node-3'].flatMap(node => [`${node} a held quay.test/a@sha256:...`, `${node} broken fails`]),
    );
    t.deepEqual(
      find('{{$name}}: {{.message}}')?.map(line => line.replace(/: .*: (not found)$/, ': $1')),
      ['node-1', 'node-2', 'node-3'].map(node => `${node} broken: not found`),
    );
    t.deepEqual(find('comm -23'), ['']);
    t.true(find('kubectl describe configmap')?.some(line => /Warning +ImageFailing/.test(line)));
  });
});
