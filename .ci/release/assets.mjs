import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Puts what is installed without Helm into a folder, as files that each can be applied by its URL.
 *
 * @param {string} knative - the folder of that name, rendered
 * @param {string} out - is made
 * @returns {string[]} the files' paths
 */
export function writeAssets(knative, out) {
  mkdirSync(out, {recursive: true});
  copyFileSync(join(knative, 'standalone.yaml'), join(out, 'standalone.yaml'));
  // By name they are in the order in which they can be applied.
  const manifests = readdirSync(join(knative, 'manifests')).toSorted();
  const documents = manifests.map(file => readFileSync(join(knative, 'manifests', file), 'utf8'));
  writeFileSync(join(out, 'knative.yaml'), documents.join('---\n'));
  for (const file of readdirSync(join(knative, 'openshift'))) {
    copyFileSync(join(knative, 'openshift', file), join(out, `openshift-${file}`));
  }
  return readdirSync(out)
    .toSorted()
    .map(file => join(out, file));
}
