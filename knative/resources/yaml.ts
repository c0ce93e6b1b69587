import {dump} from 'js-yaml';
import type {Manifest} from './manifest.ts';

/**
 * A manifest as the text of its file: one YAML document for each object, keys in the order of the builder. Strings that
 * a reader of YAML 1.1 (kubectl) or 1.2 would take for something else (`y`, `on`, `1e3`, `1_000`, `1:30`) are quoted.
 */
export function renderManifest({resources}: Manifest<object>): string {
  // No anchors, since people read and copy parts; no folding, since a line is a value.
  const documents = resources.map(resource => dump(resource, {noRefs: true, lineWidth: -1}));
  return `${header}${documents.join('---\n')}`;
}

const header = '# Rendered by `npm run render -w knative` from knative/resources: change it there.\n';
