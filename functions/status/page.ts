import {describeReference} from '@image-puller/shared/health';
import {html, type SafeHtml} from '@remix-run/html-template';
import type {PullerStatus, Status} from './read.ts';

/**
 * The page for people: plain, and without scripts. Whatever `html` puts in is escaped unless `html` made it: what came from
 * the cluster is text.
 */
export const renderPage = ({pullers}: Status): string =>
  String(html`<!doctype html>
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
${pullers.length === 0 ? noPullers : join(pullers.map(renderPuller), '\n')}
<p><a href="status.json">status.json</a></p>
`);

const noPullers = html`<p>There are no pullers yet: label a ConfigMap <code>kubernetes-image-puller/config=true</code>.</p>`;

const renderPuller = ({namespace, name, ready, nodes, lastRefresh, problems, images}: PullerStatus): SafeHtml =>
  html`<section>
<h2>${namespace}/${name}: ${ready ? 'ready' : 'not ready'}</h2>
<p>${nodes.eligible} of ${nodes.total} nodes are eligible${renderExcluded(nodes.excluded)}; last refresh: ${lastRefresh ?? 'none yet'}.</p>
${problems.length === 0 ? '' : html`<ul>${problems.map(problem => html`<li>${problem}</li>`)}</ul>`}
<table>
<tr><th>Name<th>Image<th>Held<th>Started<th>Pulling<th>Failing<th>Waiting<th>Reasons</tr>
${join(images.map(renderImage), '\n')}
</table>
</section>`;

const renderExcluded = (excluded: PullerStatus['nodes']['excluded']): string =>
  excluded.length === 0 ? '' : ` (left out: ${excluded.map(({reason, nodes}) => `${nodes} ${reason}`).join(', ')})`;

type Image = PullerStatus['images'][number];

function renderImage(image: Image): SafeHtml {
  const {name, held, started, pulling, failing, waiting, reasons} = image;
  const counts = [held, started, pulling, failing, waiting].map(count => html`<td class="count">${count}`);
  return html`<tr><td>${name}<td>${describeReference(image)}${counts}<td>${join(reasons, html`<br>`)}</tr>`;
}

/** The parts, and what stands between two of them. */
const join = (parts: readonly (SafeHtml | string)[], between: SafeHtml | string): (SafeHtml | string)[] =>
  parts.flatMap((part, nth) => (nth === 0 ? [part] : [between, part]));
