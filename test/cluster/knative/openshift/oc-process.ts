/** Plays `oc process -f FILE [-p NAME=value]...`: prints a List of what comes out, as JSON. */
import {readFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {processTemplate} from '../../../knative/openshift/process-template.ts';

const text = {type: 'string'} as const;
const {values} = parseArgs({
  options: {filename: {...text, short: 'f'}, param: {...text, short: 'p', multiple: true, default: []}},
});
const given = Object.fromEntries(
  values.param.map(param => [param.slice(0, param.indexOf('=')), param.slice(param.indexOf('=') + 1)]),
);
const items = processTemplate(await readFile(values.filename ?? '', 'utf8'), given);
console.log(JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
