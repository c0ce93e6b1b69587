import test from 'ava';
import {ambient, atHome} from './arrows/ambient.ts';
import {commonJs, forms} from './arrows/forms.ts';
import {type Findings, lint} from './arrows/lint.ts';
import {type Arrow, arrows} from './arrows/rules.ts';

/** One source for each arrow, name and form: its path, and what it says. */
function writeSources(choose: (arrow: Arrow) => readonly string[], left: ReadonlySet<string> = new Set()) {
  return arrows.flatMap(arrow =>
    choose(arrow).flatMap((name, nth) =>
      Object.entries(forms)
        .filter(([form]) => !left.has(form))
        .map(([form, write]) => ({
          path: `${arrow.file}-${nth}-${form.replaceAll(' ', '-')}.ts`,
          source: write(name),
          says: `${form} of ${name} in ${arrow.file}`,
          message: arrow.message,
        })),
    ),
  );
}

/** Rules that are no arrow; the sources here have no other reason to exist than their imports. */
function keepArrows(findings: readonly string[] | undefined): readonly string[] {
  return (findings ?? []).filter(finding => /^(?:plugin|noNodejsModules|noRestrictedGlobals|noProcess)/.test(finding));
}

test('an import against the arrows is reported in every form, by the rule that forbids it', async t => {
  const sources = writeSources(arrow => arrow.forbidden);
  const findings = await lint(t, new Map(sources.map(({path, source}) => [path, source])));
  const missed = sources.filter(
    ({path, message}) => !keepArrows(findings[path]).some(finding => finding.startsWith(`plugin: ${message}`)),
  );
  t.deepEqual(
    missed.map(({says}) => says),
    [],
  );
  t.true(sources.length > 700);
});

test('an import along the arrows is not reported in any form', async t => {
  const sources = writeSources(arrow => arrow.allowed, commonJs);
  const findings = await lint(t, new Map(sources.map(({path, source}) => [path, source])));
  const wronged = sources.map(({path, says}) => ({says, findings: keepArrows(findings[path])}));
  t.deepEqual(
    wronged.filter(({findings: found}) => found.length > 0),
    [],
  );
  t.true(sources.length > 500);
});

test('time, chance, process and terminal are reported where they are ambient, and so is what hides a type', async t => {
  const findings = await lint(t, new Map(Object.entries(ambient).map(([path, {code}]) => [path, `${code}\n`])));
  const expected = Object.entries(ambient).map(([path, {finding}]) => [path, finding]);
  const reported = expected.filter(([path = '', finding]) =>
    findings[path]?.some(found => found.startsWith(`${finding}:`)),
  );
  t.deepEqual(reported, expected, describe(findings));
});

test('time, process and terminal are not reported at the entries, and not as parameters', async t => {
  const findings = await lint(t, new Map(Object.entries(atHome).map(([path, code]) => [path, `${code}\n`])));
  t.deepEqual(findings, {});
});

function describe(findings: Findings): string {
  return JSON.stringify(findings, undefined, 1);
}
