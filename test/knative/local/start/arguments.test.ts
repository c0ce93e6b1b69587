import {parseArguments} from '@image-puller/knative/local/start';
import test from 'ava';
import fc from 'fast-check';

const plainStart = {do: 'start', file: undefined, port: undefined, speed: 1, nodes: 3, cluster: undefined} as const;

const understood = test.macro({
  exec(t, args: readonly string[], expected: object) {
    t.deepEqual(parseArguments(args, '/home/me'), expected);
  },
  title: (_, args: readonly string[]) => `\`${args.join(' ')}\` is understood`,
});

test(understood, [], plainStart);
test(understood, ['list.yaml'], {...plainStart, file: '/home/me/list.yaml'});
test(understood, ['/etc/list.yaml', '--port', '0'], {...plainStart, file: '/etc/list.yaml', port: 0});
test(understood, ['--port=65535', '--speed', '0.5', '../list.yaml'], {
  ...plainStart,
  file: '/home/list.yaml',
  port: 65_535,
  speed: 0.5,
});
test(understood, ['--nodes', '100'], {...plainStart, nodes: 100});
test(understood, ['--kubeconfig', 'kube/config'], {
  ...plainStart,
  cluster: {kubeconfig: '/home/me/kube/config', context: undefined},
});
test(understood, ['--kubeconfig', '/k', '--context', 'prod', 'a'], {
  ...plainStart,
  file: '/home/me/a',
  cluster: {kubeconfig: '/k', context: 'prod'},
});
test(understood, ['--help', '--port', 'x'], {do: 'help'});
test(understood, ['--version'], {do: 'version'});

const refused = test.macro({
  exec(t, args: readonly string[], problem: RegExp) {
    const command = parseArguments(args, '/home/me');
    t.true('problem' in command, JSON.stringify(command));
    if ('problem' in command) t.regex(command.problem, problem);
  },
  title: (_, args: readonly string[]) => `\`${args.join(' ')}\` is refused`,
});

test(refused, ['--nope'], /^Unknown option '--nope'; there are --port, /);
test(refused, ['--port', '65536'], /^--port 65536 is no port: /);
test(refused, ['--port', '1e3'], /^--port 1e3 is no port: /);
test(refused, ['--port', ''], /^--port "" is no port: /);
test(refused, ['--port'], /argument missing/);
test(refused, ['--speed', '0'], /^--speed 0: give a number above 0/);
test(refused, ['--speed', 'fast'], /^--speed fast: /);
for (const nodes of ['0', '101', '-1', '1.5', ''])
  test(refused, [`--nodes=${nodes}`], /^--nodes \S+: give a number from 1 to 100$/);
test(refused, ['--kubeconfig', 'k', '--nodes', '2'], /^--nodes is of the simulated nodes/);
test(refused, ['--context', 'prod'], /^--context goes with --kubeconfig FILE/);
test(refused, ['--kubeconfig', ''], /^--kubeconfig is empty/);
test(refused, ['--kubeconfig', 'k', '--speed', '2'], /^--speed is of the simulated nodes/);
test(refused, ['a.yaml', 'b.yaml'], /^one FILE at a time: there is "a\.yaml" and "b\.yaml"/);
test(refused, [''], /^FILE is empty/);

test('whatever the arguments are, they are understood or refused in one line', t => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('--port', '--speed', '--nodes', '--kubeconfig', '--context', '--', '-h', '1'),
  );
  fc.assert(
    fc.property(fc.array(word, {maxLength: 6}), args => {
      const command = parseArguments(args, '/home/me');
      if ('problem' in command) return command.problem !== '' && !command.problem.includes('\n');
      return command.do !== 'start' || (command.speed > 0 && command.nodes > 0 && (command.port ?? 0) <= 65_535);
    }),
  );
  t.pass();
});
