import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
 * Pushes an image as it was built and judged: every platform and attestation of an OCI archive, byte by byte. By skopeo.
 *
 * @param {string} archive - a file
 * @param {string} reference - repository and tag
 * @param {{plainHttp: boolean}} options - for a registry without TLS
 * @returns {string} the digest that the tag has now
 */
export function pushImage(archive, reference, {plainHttp}) {
  return inTemporary(directory => {
    const file = join(directory, 'digest');
    const copy = ['copy', '--insecure-policy', '--all', '--preserve-digests', '--digestfile', file];
    const tls = plainHttp ? ['--dest-tls-verify=false'] : [];
    run('skopeo', [...copy, ...tls, `oci-archive:${archive}`, `docker://${reference}`]);
    return readFileSync(file, 'utf8').trim();
  });
}

/**
 * Packs the chart and pushes it, beside the images.
 *
 * @param {string} chart - its folder
 * @param {string} registry - and the path in it
 * @returns {string} its digest
 */
export function pushChart(chart, registry, {plainHttp}) {
  return inTemporary(directory => {
    const {all: packed} = run('helm', ['package', chart, '--destination', directory]);
    const file = /saved it to: (.+)$/m.exec(packed)?.[1];
    if (file === undefined) throw new Error(`helm package does not say where the chart is: ${packed}`);
    const {all: pushed} = run('helm', [
      'push',
      file.trim(),
      `oci://${registry}`,
      ...(plainHttp ? ['--plain-http'] : []),
    ]);
    const digest = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(pushed)?.[1];
    if (digest === undefined) throw new Error(`helm push does not say the chart's digest: ${pushed}`);
    return digest;
  });
}

/** What a tag means now: of an image for several platforms, the digest of all of them. */
export function findDigest(reference, {plainHttp}) {
  const tls = plainHttp ? ['--tls-verify=false'] : [];
  return run('skopeo', [
    'inspect',
    '--no-tags',
    '--format',
    '{{.Digest}}',
    ...tls,
    `docker://${reference}`,
  ]).stdout.trim();
}

/**
 * Runs a program to its end. What it says is shown on stderr: stdout is for the outputs of a workflow's step.
 *
 * @returns {{stdout: string, all: string}}
 * @throws where it fails, or is not there
 */
function run(program, args) {
  const {status, stdout, stderr, error} = spawnSync(program, args, {encoding: 'utf8', maxBuffer: 2 ** 24});
  if (error !== undefined) throw new Error(`${program}: ${error.message}`);
  process.stderr.write(stdout + stderr);
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}: its reason is above`);
  return {stdout, all: stdout + stderr};
}

function inTemporary(work) {
  const directory = mkdtempSync(join(tmpdir(), 'image-puller-release-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
}
