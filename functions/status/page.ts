import {describeReference} from '@image-puller/shared/health';
import {htmlEscape} from 'escape-goat';
import type {PullerStatus, Status} from './read.ts';

/** The page for people: plain, without scripts, and with everything that came from the cluster escaped. */
export const renderPage = ({pullers}: Status): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>Image puller</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top }
td.count { text-align: right; font-variant-numeric: tabular-nums }
</style>
<h1>Image puller</h1>
${pullers.length === 0 ? '<p>There are no pullers yet: label a ConfigMap <code>kubernetes-image-puller/config=true</code>.</p>' : pullers.map(renderPuller).join('\n')}
<p><a href="status.json">status.json</a></p>
`;

const renderPuller = (puller: PullerStatus): string => `<section>
<h2>${htmlEscape(`${puller.namespace}/${puller.name}`)}: ${puller.ready ? 'ready' : 'not ready'}</h2>
<p>${puller.nodes.eligible} of ${puller.nodes.total} nodes are eligible${renderExcluded(puller.nodes.excluded)}; last refresh: ${htmlEscape(puller.lastRefresh ?? 'none yet')}.</p>
${puller.problems.length === 0 ? '' : `<ul>${puller.problems.map(problem => `<li>${htmlEscape(problem)}</li>`).join('')}</ul>`}
<table>
<tr><th>Name<th>Image<th>Held<th>Started<th>Pulling<th>Failing<th>Waiting<th>Reasons</tr>
${puller.images.map(renderImage).join('\n')}
</table>
</section>`;

const renderExcluded = (excluded: PullerStatus['nodes']['excluded']): string =>
  excluded.length === 0
    ? ''
    : ` (left out: ${excluded.map(({reason, nodes}) => htmlEscape(`${nodes} ${reason}`)).join(', ')})`;

type Image = PullerStatus['images'][number];

function renderImage(image: Image): string {
  const {name, held, started, pulling, failing, waiting, reasons} = image;
  const counts = [held, started, pulling, failing, waiting].map(count => `<td class="count">${count}`).join('');
  return `<tr><td>${htmlEscape(name)}<td>${htmlEscape(describeReference(image))}${counts}<td>${reasons.map(reason => htmlEscape(reason)).join('<br>')}</tr>`;
}
